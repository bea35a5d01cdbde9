package dev.tierwise.eval.sweep;

import dev.tierwise.eval.metrics.CalibrationError;
import dev.tierwise.eval.metrics.CalibrationError.Bin;
import dev.tierwise.eval.metrics.Interval;
import dev.tierwise.eval.scores.RouterScores.Kind;
import java.util.List;
import java.util.Map;

/**
 * One router on one set of rows.
 *
 * @param figures every figure, NaN where it has no meaning
 * @param quality mean quality of a constant router; NaN for one that has a curve
 * @param eceNull the ECE that perfectly calibrated scores would show here; NaN where ECE has no meaning
 * @param points at most 1,001 cut points, "all weak" first
 * @param band 95 % interval of PGR at {@link Sweep#BAND_SHARES}; empty for a constant router
 * @param reliability bins of a reliability diagram; empty where scores are not probabilities
 * @param categories by name; empty for a constant router or where there are none
 * @param lost where strong would have won and the score is lowest, worst first
 * @param verdict how it compares with prompt length, in words; empty for a baseline
 */
public record RouterResult(
        String name,
        Kind kind,
        Map<Figure, Estimate> figures,
        double quality,
        CalibrationError.Null eceNull,
        List<SweepPoint> points,
        List<Interval> band,
        List<Bin> reliability,
        List<CategoryResult> categories,
        List<LostPrompt> lost,
        String verdict) {

    /** A figure's value. */
    public double value(Figure figure) {
        return estimate(figure).value();
    }

    /** A figure and its interval. */
    public Estimate estimate(Figure figure) {
        return figures.getOrDefault(figure, new Estimate(Double.NaN, new Interval(Double.NaN, Double.NaN)));
    }

    public boolean isBaseline() {
        return kind != Kind.ROUTER;
    }

    /**
     * One category.
     *
     * @param rows how many; under {@link #FEW} its figures are noise, and marked
     */
    public record CategoryResult(String category, int rows, double strong, double weak, Estimate apgr, double auroc) {
        /** Groups with fewer rows than this are marked. */
        public static final int FEW = 30;

        public boolean few() {
            return rows < FEW;
        }
    }

    /**
     * A prompt that needed strong and scored low.
     *
     * @param excerpt the beginning of the prompt
     */
    public record LostPrompt(String id, String category, String excerpt, double score, double strong, double weak) {}
}
