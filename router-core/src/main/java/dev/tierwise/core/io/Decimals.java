package dev.tierwise.core.io;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as {@code %.4f} writes them, without the formatter, which would cost more than many a decision. */
public final class Decimals {
    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    /** Up to here a product is off by less than {@link #NEAR}. */
    private static final double EXACT = 1e9;

    private static final double NEAR = 1e-6;

    private Decimals() {}

    /**
     * A finite number with that many decimals, rounded half up.
     *
     * @param value finite
     */
    public static String of(double value, int decimals) {
        if (value >= 0 && decimals > 0 && decimals < POWERS.length) {
            double power = POWERS[decimals];
            double scaled = value * power;
            long below = (long) scaled;
            double rest = scaled - below;
            // Next to a half, only the decimal digits tell which way to go.
            if (scaled < EXACT && Math.abs(rest - 0.5) > NEAR) {
                long rounded = rest < 0.5 ? below : below + 1;
                long one = (long) power;
                return rounded / one + "." + Long.toString(one + rounded % one).substring(1);
            }
        }
        return BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
