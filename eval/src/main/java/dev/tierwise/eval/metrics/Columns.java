package dev.tierwise.eval.metrics;

/** Columns of numbers, one per row. */
public final class Columns {
    private Columns() {}

    /** The weighted mean of the rows that are not NaN; NaN where there are none. */
    public static double mean(double[] values, double[] weight) {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                sum += weight[i] * values[i];
                total += weight[i];
            }
        }
        return sum / total;
    }

    /** Values of some rows, in the given order. */
    public static double[] pick(double[] values, int[] rows) {
        double[] picked = new double[rows.length];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = values[rows[i]];
        }
        return picked;
    }
}
