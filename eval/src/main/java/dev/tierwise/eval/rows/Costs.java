package dev.tierwise.eval.rows;

/** What the answers to some rows cost, in dollars per prompt. */
public final class Costs {
    private final double[] strong;
    private final double[] weak;
    private final String basis;

    /**
     * Two columns over the same rows.
     *
     * @param basis where the token counts come from, in words: measured or estimated, and how
     */
    public Costs(double[] strong, double[] weak, String basis) {
        this.strong = strong;
        this.weak = weak;
        this.basis = basis;
    }

    /** Dollars where the strong tier answers, one per row. */
    public double[] strong() {
        return strong;
    }

    /** Dollars where the weak tier answers, one per row. */
    public double[] weak() {
        return weak;
    }

    public String basis() {
        return basis;
    }
}
