package dev.tierwise.serving.server;

import dev.tierwise.serving.config.Config;
import dev.tierwise.serving.route.PinnedResponses;
import dev.tierwise.serving.route.Speeds;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The setup in force. A request takes the one it finds and keeps it to its end, whatever is loaded meanwhile; bundles
 * are closed once no decision is under way that could use them. Thread-safe.
 */
final class LiveSetup implements AutoCloseable {
    private final PinnedResponses pinned = new PinnedResponses();
    private final ReentrantReadWriteLock deciding = new ReentrantReadWriteLock();
    private final Speeds speeds = new Speeds(System::nanoTime);
    private final Consumer<String> warnings;
    private volatile Setup current;

    /**
     * Puts a first configuration in force.
     *
     * @param warnings told of what is odd and no error
     */
    LiveSetup(Config config, Consumer<String> warnings) {
        this.warnings = warnings;
        this.current = Setup.of(config, null, pinned, speeds, warnings);
    }

    Setup current() {
        return current;
    }

    PinnedResponses pinned() {
        return pinned;
    }

    Speeds speeds() {
        return speeds;
    }

    /** What a decision is made under: the setup passed on stays open until it returns. */
    interface Deciding<T> {
        T decide(Setup setup);
    }

    <T> T decide(Deciding<T> deciding) {
        Lock lock = this.deciding.readLock();
        lock.lock();
        try {
            return deciding.decide(current);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts another configuration in force, whole or not at all.
     *
     * @throws dev.tierwise.core.io.BadInputException where a bundle cannot be opened; the old one stays in force
     */
    synchronized void replace(Config config) {
        Setup next = Setup.of(config, current, pinned, speeds, warnings);
        Setup old = swap(next);
        old.bundles().closeExcept(next.bundles());
    }

    private Setup swap(@Nullable Setup next) {
        Lock lock = deciding.writeLock();
        lock.lock();
        try {
            Setup old = current;
            if (next != null) {
                current = next;
            }
            return old;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public synchronized void close() {
        swap(null).bundles().closeExcept(null);
    }
}
