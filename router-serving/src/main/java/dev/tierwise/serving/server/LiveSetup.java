package dev.tierwise.serving.server;

import dev.tierwise.serving.config.Config;
import dev.tierwise.serving.route.PinnedResponses;
import dev.tierwise.serving.route.Speeds;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/**
 * The setup in force. A request takes the one it finds and keeps it to its end, whatever is loaded meanwhile; bundles
 * are closed once no decision is under way that could use them, which a reload waits for and no request does. Thread-safe.
 */
final class LiveSetup implements AutoCloseable {
    private final PinnedResponses pinned = new PinnedResponses();
    private final Speeds speeds = new Speeds(System::nanoTime);
    private final Consumer<String> warnings;
    private volatile InForce current;
    private volatile boolean closed;

    /**
     * A setup, until it is retired.
     *
     * @param deciding read by each decision under it; written, for good, once it is replaced and the last of them is over
     */
    private record InForce(Setup setup, ReentrantReadWriteLock deciding) {
        InForce(Setup setup) {
            this(setup, new ReentrantReadWriteLock());
        }

        /** Returns when no decision is under way under this setup, and none will be. */
        void retire() {
            deciding.writeLock().lock();
        }
    }

    /**
     * Puts a first configuration in force.
     *
     * @param warnings told of what is odd and no error
     */
    LiveSetup(Config config, Consumer<String> warnings) {
        this.warnings = warnings;
        this.current = new InForce(Setup.of(config, null, pinned, speeds, warnings));
    }

    Setup current() {
        return current.setup();
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
        while (true) {
            InForce now = current;
            Lock lock = now.deciding().readLock();
            // Without waiting: it fails for a setup that was retired after it was read, and then there is another.
            if (lock.tryLock()) {
                try {
                    return deciding.decide(now.setup());
                } finally {
                    lock.unlock();
                }
            }
            if (closed) {
                throw new IllegalStateException("the server is closed");
            }
        }
    }

    /**
     * Puts another configuration in force, whole or not at all.
     *
     * @throws dev.tierwise.core.io.BadInputException where a bundle cannot be opened; the old one stays in force
     */
    synchronized void replace(Config config) {
        InForce old = current;
        Setup next = Setup.of(config, old.setup(), pinned, speeds, warnings);
        current = new InForce(next);
        old.retire();
        old.setup().stock().closeExcept(next.stock());
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        current.retire();
        current.setup().stock().closeExcept(null);
    }
}
