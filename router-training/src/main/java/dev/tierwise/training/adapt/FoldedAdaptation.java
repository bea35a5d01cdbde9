package dev.tierwise.training.adapt;

import dev.tierwise.training.head.Calibration;
import dev.tierwise.training.head.Rows;
import java.util.stream.IntStream;

/**
 * An adaptation to all labels, and what adaptations to the labels of the other folds make of each row: few labels are
 * too dear to keep some back, so the calibration is fitted to those out-of-fold scores, and so are the figures. Rows that
 * the tie rule leaves out have no label.
 */
public final class FoldedAdaptation {
    private final AdaptedRouter router;
    private final double[] outOfFold;

    private FoldedAdaptation(AdaptedRouter router, double[] outOfFold) {
        this.router = router;
        this.outOfFold = outOfFold;
    }

    /** The adaptation to all labels. */
    public AdaptedRouter router() {
        return router;
    }

    /** Score of each row by an adaptation that has not seen it. */
    public double[] outOfFold() {
        return outOfFold;
    }

    /**
     * Fits.
     *
     * @param priorScore the other router's score of each row
     * @param fold of each row, 0 to {@code folds - 1}
     */
    public static FoldedAdaptation fit(Adaptation adaptation, Rows rows, double[] priorScore, int[] fold, int folds) {
        double[] outOfFold = new double[rows.size()];
        int[] labelled = IntStream.range(0, fold.length)
                .filter(i -> !Double.isNaN(rows.win()[i]))
                .toArray();
        IntStream.range(0, folds).parallel().forEach(f -> {
            int[] others = IntStream.of(labelled).filter(i -> fold[i] != f).toArray();
            AdaptedScore score = fit(adaptation, rows, priorScore, others);
            for (int i = 0; i < fold.length; i++) {
                if (fold[i] == f) {
                    outOfFold[i] = score.score(rows.features()[i], priorScore[i]);
                }
            }
        });
        AdaptedScore score = fit(adaptation, rows, priorScore, labelled);
        Calibration calibration =
                Calibration.fit(pick(outOfFold, labelled), pick(rows.win(), labelled), pick(rows.weight(), labelled));
        return new FoldedAdaptation(new AdaptedRouter(score, calibration), outOfFold);
    }

    private static AdaptedScore fit(Adaptation adaptation, Rows rows, double[] priorScore, int[] kept) {
        float[][] features = new float[kept.length][];
        for (int i = 0; i < kept.length; i++) {
            features[i] = rows.features()[kept[i]];
        }
        return adaptation.fit(features, pick(priorScore, kept), pick(rows.gain(), kept), pick(rows.weight(), kept));
    }

    private static double[] pick(double[] column, int[] rows) {
        return IntStream.of(rows).mapToDouble(i -> column[i]).toArray();
    }
}
