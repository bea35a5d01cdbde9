package dev.tierwise.serving.bench;

import java.util.Arrays;

/** Measured times in nanoseconds, all of them kept, so that a percentile is a value that occurred. One thread. */
final class Latencies {
    private long[] values = new long[1 << 16];
    private int size;
    private boolean sorted = true;

    void add(long nanos) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = nanos;
        sorted = false;
    }

    void addAll(Latencies other) {
        for (int i = 0; i < other.size; i++) {
            add(other.values[i]);
        }
    }

    int size() {
        return size;
    }

    /** In microseconds; NaN where nothing was measured. */
    double mean() {
        return Arrays.stream(values, 0, size).average().orElse(Double.NaN) / 1e3;
    }

    /**
     * In microseconds; NaN where nothing was measured.
     *
     * @param share in 0..1
     */
    double percentile(double share) {
        if (size == 0) {
            return Double.NaN;
        }
        if (!sorted) {
            Arrays.sort(values, 0, size);
            sorted = true;
        }
        return values[Math.min(size - 1, (int) (share * size))] / 1e3;
    }
}
