package dev.tierwise.serving.server;

import java.util.concurrent.Semaphore;

/**
 * The bound on what the bodies of all requests take of the heap together: the longest body times the most requests at
 * once may be far more than there is. Thread-safe.
 */
final class BodyMemory {
    /** Up to here a body is not counted, so that the usual request pays nothing. */
    private static final int FREE_BYTES = 16 << 10;

    /** The body, its text while it is decoded, its text, and what is sent to the provider. */
    private static final int COPIES = 4;

    private static final int KIB = 1 << 10;

    private final int all;
    private final Semaphore kib;

    /**
     * Nothing taken yet.
     *
     * @param bytes what all bodies may take together
     */
    BodyMemory(long bytes) {
        all = Math.clamp(bytes / KIB, 1, Integer.MAX_VALUE);
        kib = new Semaphore(all);
    }

    /** Half of the heap; the rest is for answers, bundles and whatever else is alive. */
    static BodyMemory ofHeap() {
        return new BodyMemory(Runtime.getRuntime().maxMemory() / 2);
    }

    /** Bytes that all requests hold now. */
    long taken() {
        return (long) KIB * (all - kib.availablePermits());
    }

    /** The share of one request, nothing at first. */
    Share share() {
        return new Share();
    }

    /** What one request has taken; closing gives it back. One thread. */
    final class Share implements AutoCloseable {
        private int taken;

        /**
         * Takes what a body of so many bytes needs, beyond what is taken already. A body that needs more than all there
         * is gets all of it: alone it is always let in.
         *
         * @return false where others hold too much; what was taken is given back then, since the body is lost
         */
        boolean growTo(long bytes) {
            if (bytes <= FREE_BYTES) {
                return true;
            }
            int more = (int) Math.min(all, COPIES * bytes / KIB) - taken;
            if (more <= 0) {
                return true;
            }
            if (!kib.tryAcquire(more)) {
                close();
                return false;
            }
            taken += more;
            return true;
        }

        @Override
        public void close() {
            kib.release(taken);
            taken = 0;
        }
    }
}
