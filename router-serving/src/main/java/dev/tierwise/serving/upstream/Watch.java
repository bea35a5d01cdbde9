package dev.tierwise.serving.upstream;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * One thread that looks at every running request twenty times a second: no timer per chunk, no second thread per
 * request. Limits of time are kept to within a twentieth of a second, and a client that left is noticed within a fifth,
 * also while the provider is silent.
 */
public final class Watch implements AutoCloseable {
    private static final long TICK_MILLIS = 50;
    private static final int CLIENT_EVERY_TICKS = 4;

    private final Set<Guard> guards = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean open = true;
    private volatile boolean shuttingDown;

    public Watch() {
        thread = Thread.ofPlatform().name("watch").daemon().start(this::run);
    }

    /**
     * Watches over a request until the guard is closed.
     *
     * @param clientGone whether nobody waits for the answer any more; must not block
     * @param abortClient ends a write to a client that does not read, once the request is over
     * @param total longest time for all of it
     */
    public Guard guard(BooleanSupplier clientGone, Runnable abortClient, Duration total) {
        Guard guard = new Guard(this, clientGone, abortClient, total);
        guards.add(guard);
        // A request that comes while the others are being broken off is in the set too late for that.
        if (shuttingDown) {
            guard.shutDown();
        }
        return guard;
    }

    /** Breaks off every request, those to come as well; each still tells its client why and is written down. */
    public void shutDown() {
        shuttingDown = true;
        guards.forEach(Guard::shutDown);
    }

    void forget(Guard guard) {
        guards.remove(guard);
    }

    /** How many requests are running. */
    public int running() {
        return guards.size();
    }

    private void run() {
        for (int tick = 0; open; tick++) {
            long now = System.nanoTime();
            boolean lookAtClients = tick % CLIENT_EVERY_TICKS == 0;
            try {
                guards.forEach(guard -> look(guard, now, lookAtClients));
            } catch (OutOfMemoryError e) {
                // The next look comes soon; without this thread no request would have limits of time any more.
            }
            try {
                Thread.sleep(TICK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void look(Guard guard, long now, boolean lookAtClient) {
        try {
            guard.check(now, lookAtClient);
        } catch (RuntimeException | Error e) {
            // One request that cannot be broken off must not leave all others without limits of time.
        }
    }

    @Override
    public void close() {
        open = false;
        thread.interrupt();
    }
}
