package dev.tierwise.core.io;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as {@code %.4f} writes them, without the formatter, which would cost more than many a decision. */
public final class Decimals {
    private Decimals() {}

    /**
     * A finite number with that many decimals, rounded half up.
     *
     * @param value finite
     */
    public static String of(double value, int decimals) {
        return BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
