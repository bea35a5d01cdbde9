package dev.tierwise.eval.report;

import dev.tierwise.eval.sweep.Figure;
import java.util.Locale;

/** Numbers as people read them: {@code .5937}, {@code 35.59 %}, {@code $1.23}, and a dash where there is none. */
public final class Numbers {
    private static final String NONE = "-";

    private Numbers() {}

    public static String of(Figure figure, double value) {
        return switch (figure.unit()) {
            case NUMBER -> plain(value);
            case SHARE -> percent(value);
        };
    }

    /** Four decimals, no leading zero. */
    public static String plain(double value) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.startsWith("0.") ? text.substring(1) : text.replaceFirst("^-0\\.", "-.");
    }

    public static String percent(double fraction) {
        return !Double.isFinite(fraction) ? NONE : String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
    }

    /** Dollars, with more decimals the smaller they are. */
    public static String dollars(double value) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 1 || size == 0 ? "$%.2f" : size >= 0.01 ? "$%.4f" : "$%.6f", value);
    }

    /** {@code [lo, hi]}, or nothing where there is no interval. */
    public static String interval(dev.tierwise.eval.metrics.Interval interval) {
        return interval.isKnown() ? "[" + plain(interval.lo()) + ", " + plain(interval.hi()) + "]" : "";
    }
}
