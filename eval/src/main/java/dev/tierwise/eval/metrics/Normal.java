package dev.tierwise.eval.metrics;

/** The standard normal distribution. */
public final class Normal {
    private static final double FAR = 40;

    private Normal() {}

    /**
     * The deviate below which a normal variable falls with probability {@code p}, to about 1e-9, by bisection.
     *
     * @param p in (0, 1)
     */
    public static double quantile(double p) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("probability " + p + " is not in (0,1)");
        }
        double low = -FAR;
        double high = FAR;
        while (high - low > 1e-10) {
            double middle = (low + high) / 2;
            if (below(middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** The probability of falling below {@code x}: Taylor's series of the error function, exact to rounding up to |x| = 6. */
    static double below(double x) {
        if (Math.abs(x) > 8) {
            return x < 0 ? 0 : 1;
        }
        double term = x;
        double sum = x;
        for (int k = 1; Math.abs(term) > 1e-17 * Math.abs(sum) && k < 500; k++) {
            term *= x * x / (2 * k + 1);
            sum += term;
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}
