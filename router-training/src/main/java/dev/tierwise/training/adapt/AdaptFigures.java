package dev.tierwise.training.adapt;

import dev.tierwise.core.bundle.Manifest.Figure;
import dev.tierwise.core.bundle.Manifest.Measured;
import dev.tierwise.eval.metrics.Bootstrap;
import dev.tierwise.eval.metrics.CalibrationError;
import dev.tierwise.eval.metrics.Curve;
import dev.tierwise.eval.metrics.Discrimination;
import dev.tierwise.eval.metrics.Ranked;
import dev.tierwise.training.measure.CrossValidation;
import dev.tierwise.training.measure.Measurement;
import dev.tierwise.training.rows.TrainingSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much an adaptation helped: its out-of-fold ranks beside the router it stands on and beside length, per file. */
public final class AdaptFigures {
    private static final int ROUNDS = 1000;
    private static final String SPLIT = TrainingSet.FOLDS + "-fold cross-validation by prompt";

    private final Ranked adapted;
    private final Ranked router;
    private final Ranked length;
    private final Ranked predicted;
    private final double[] prediction;
    private final double[] strong;
    private final double[] weak;
    private final double[] win;
    private final int[] prompts;
    private final double[] weight;

    private AdaptFigures(TrainingSet set, double[] outOfFold, double[] probability, double[] routerScore, int[] rows) {
        adapted = Ranked.of(CrossValidation.pick(CrossValidation.placesWithinFolds(set, outOfFold), rows));
        router = Ranked.of(CrossValidation.pick(routerScore, rows));
        length = Ranked.of(CrossValidation.pick(set.lengths(), rows));
        prediction = CrossValidation.pick(probability, rows);
        predicted = Ranked.of(prediction);
        strong = CrossValidation.pick(set.strong(), rows);
        weak = CrossValidation.pick(set.weak(), rows);
        prompts = set.promptNumbers(rows);
        weight = CrossValidation.pick(set.rows().weight(), rows);
        win = CrossValidation.pick(set.rows().win(), rows);
    }

    /**
     * Measures.
     *
     * @param outOfFold score of each row by an adaptation to the other folds
     * @param probability the same, calibrated
     * @param routerScore score of each row by the router the adaptation stands on
     */
    public static List<Measured> of(
            TrainingSet set, double[] outOfFold, double[] probability, double[] routerScore, long seed) {
        return set.datasets().stream()
                .map(dataset -> {
                    int[] rows = set.rowsOf(dataset);
                    return new Measured(
                            dataset,
                            SPLIT,
                            rows.length,
                            new AdaptFigures(set, outOfFold, probability, routerScore, rows).figures(seed));
                })
                .toList();
    }

    private Map<String, Figure> figures(long seed) {
        double[] values = compute(weight);
        Bootstrap.Draws draws = new Bootstrap(ROUNDS, seed).draw(prompts, weight, this::compute);
        Map<String, Figure> figures = new LinkedHashMap<>();
        figures.put("apgr", Measurement.figure(values[0], draws.interval(0)));
        figures.put("apgr_router", Measurement.figure(values[1], draws.interval(1)));
        figures.put("apgr_length", Measurement.figure(values[2], draws.interval(2)));
        figures.put("apgr_minus_router", Measurement.figure(values[0] - values[1], draws.difference(0, 1)));
        figures.put("apgr_minus_length", Measurement.figure(values[0] - values[2], draws.difference(0, 2)));
        figures.put("cpt50", Measurement.figure(values[3], draws.interval(3)));
        figures.put("cpt80", Measurement.figure(values[4], draws.interval(4)));
        figures.put("auroc", Measurement.figure(values[5], draws.interval(5)));
        figures.put("ece", Measurement.figure(values[6], draws.interval(6)));
        figures.values().removeIf(figure -> Double.isNaN(figure.value()));
        return figures;
    }

    private double[] compute(double[] drawn) {
        Curve curve = Curve.of(adapted, strong, weak, drawn);
        return new double[] {
            curve.apgr(),
            Curve.of(router, strong, weak, drawn).apgr(),
            Curve.of(length, strong, weak, drawn).apgr(),
            curve.cpt(0.5),
            curve.cpt(0.8),
            Discrimination.auroc(adapted, win, drawn),
            CalibrationError.ece(predicted, win, drawn, CalibrationError.BINS)
        };
    }
}
