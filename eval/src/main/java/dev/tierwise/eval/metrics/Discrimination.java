package dev.tierwise.eval.metrics;

/** How well a score tells the prompts where strong wins from the others, whatever its scale. */
public final class Discrimination {
    private Discrimination() {}

    /** As {@link #auroc(Ranked, double[], double[])}, sorting first. */
    public static double auroc(double[] score, double[] win, double[] weight) {
        return auroc(Ranked.of(score), win, weight);
    }

    /**
     * The chance that a prompt where strong wins scores above one where it does not, equal scores counting half. NaN
     * where one of the two kinds is missing.
     *
     * @param win probability in 0..1 that strong wins the row; NaN leaves the row out
     * @param weight how many rows each row stands for
     */
    public static double auroc(Ranked ranked, double[] win, double[] weight) {
        double winsAbove = 0;
        double losses = 0;
        double area = 0;
        int place = 0;
        for (int group = 0; group < ranked.groups(); group++) {
            double groupWins = 0;
            double groupLosses = 0;
            for (int end = ranked.end(group); place < end; place++) {
                int row = ranked.row(place);
                if (!Double.isNaN(win[row])) {
                    groupWins += weight[row] * win[row];
                    groupLosses += weight[row] * (1 - win[row]);
                }
            }
            area += groupLosses * (winsAbove + groupWins / 2);
            winsAbove += groupWins;
            losses += groupLosses;
        }
        return winsAbove > 0 && losses > 0 ? area / (winsAbove * losses) : Double.NaN;
    }
}
