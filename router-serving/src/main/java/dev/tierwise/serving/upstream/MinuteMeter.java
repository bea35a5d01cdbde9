package dev.tierwise.serving.upstream;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * A sum over the last sixty seconds, to the second. Lock-free; a second that changes under a reader may be off by what
 * came in that instant, which is well within what a provider's own window tolerates.
 */
final class MinuteMeter {
    private static final int SECONDS = 60;
    private static final long NANOS = 1_000_000_000L;

    private final LongSupplier nanoTime;
    private final AtomicLongArray sums = new AtomicLongArray(SECONDS);
    private final AtomicLongArray seconds = new AtomicLongArray(SECONDS);

    MinuteMeter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void add(long amount) {
        long second = Math.floorDiv(nanoTime.getAsLong(), NANOS);
        int slot = Math.floorMod(second, SECONDS);
        long was = seconds.get(slot);
        if (was != second && seconds.compareAndSet(slot, was, second)) {
            sums.set(slot, 0);
        }
        sums.addAndGet(slot, amount);
    }

    long sum() {
        long now = Math.floorDiv(nanoTime.getAsLong(), NANOS);
        long sum = 0;
        for (int i = 0; i < SECONDS; i++) {
            if (now - seconds.get(i) < SECONDS) {
                sum += sums.get(i);
            }
        }
        return sum;
    }
}
