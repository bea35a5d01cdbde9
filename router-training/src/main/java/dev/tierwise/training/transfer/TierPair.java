package dev.tierwise.training.transfer;

import java.util.stream.IntStream;

/** A strong and a weak tier on the rows of a source. The arrays are shared, not copied. */
public final class TierPair {
    private final int[] rows;
    private final double[] strong;
    private final double[] weak;

    TierPair(int[] rows, double[] strong, double[] weak) {
        this.rows = rows;
        this.strong = strong;
        this.weak = weak;
    }

    /** Indices of the rows on which both were measured. */
    public int[] rows() {
        return rows;
    }

    /** Mean score of the strong tier, one per entry of {@link #rows}. */
    public double[] strong() {
        return strong;
    }

    /** The same for the weak tier. */
    public double[] weak() {
        return weak;
    }

    /** What strong adds on each row. */
    public double[] gain() {
        return IntStream.range(0, rows.length)
                .mapToDouble(i -> strong[i] - weak[i])
                .toArray();
    }

    /** Mean score of the strong tier. */
    public double strongLevel() {
        return mean(strong);
    }

    /** Mean score of the weak tier. */
    public double weakLevel() {
        return mean(weak);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
