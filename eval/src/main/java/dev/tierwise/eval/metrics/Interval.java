package dev.tierwise.eval.metrics;

import java.util.Arrays;

/**
 * The range a figure stays in, as its bootstrap draws have it. Both ends are NaN where the figure has no meaning.
 *
 * @param lo lower end
 * @param hi upper end
 */
public record Interval(double lo, double hi) {
    /** The level of every interval that is printed. */
    public static final double LEVEL = 0.95;

    /** No interval: both ends are NaN. */
    public static final Interval NONE = new Interval(Double.NaN, Double.NaN);

    private static final double MOST_MISSING = 0.05;

    /**
     * The percentile interval of some draws. Draws that are NaN (a resample in which the figure has no meaning) are left
     * out; where they are more than one in twenty there is no interval.
     */
    public static Interval of(double[] draws, double level) {
        double[] sorted =
                Arrays.stream(draws).filter(d -> !Double.isNaN(d)).sorted().toArray();
        if (sorted.length == 0 || draws.length - sorted.length > MOST_MISSING * draws.length) {
            return NONE;
        }
        return new Interval(quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2));
    }

    /** Whether there is one. */
    public boolean isKnown() {
        return Double.isFinite(lo) && Double.isFinite(hi);
    }

    public boolean contains(double value) {
        return lo <= value && value <= hi;
    }

    /** The same in another unit. */
    public Interval times(double factor) {
        return new Interval(lo * factor, hi * factor);
    }

    private static double quantile(double[] sorted, double p) {
        double place = p * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        // Written so that equal neighbours give themselves, not a rounding of themselves.
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
