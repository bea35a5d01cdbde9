package dev.tierwise.training.measure;

import dev.tierwise.core.bundle.Manifest.Figure;
import dev.tierwise.core.bundle.Manifest.Measured;
import dev.tierwise.eval.metrics.Bootstrap;
import dev.tierwise.eval.metrics.CalibrationError;
import dev.tierwise.eval.metrics.Curve;
import dev.tierwise.eval.metrics.Discrimination;
import dev.tierwise.eval.metrics.Interval;
import dev.tierwise.eval.metrics.Ranked;
import dev.tierwise.training.rows.TrainingSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The figures of predictions for rows that were kept apart, with paired bootstrap intervals. */
public final class Measurement {
    /** Name of the figure {@link #eceNull95}. */
    public static final String ECE_NULL95 = "ece_null95";

    private static final int ROUNDS = 1000;
    private static final String SPLIT = TrainingSet.FOLDS + "-fold cross-validation by prompt";

    private final Ranked placed;
    private final Ranked predicted;
    private final Ranked length;
    private final double[] prediction;
    private final double[] strong;
    private final double[] weak;
    private final double[] win;
    private final int[] prompts;
    private final double[] weight;

    /**
     * @param predictions win probabilities
     * @param places what the rows are ranked by
     */
    private Measurement(TrainingSet set, double[] predictions, double[] places, int[] rows) {
        prediction = CrossValidation.pick(predictions, rows);
        predicted = Ranked.of(prediction);
        placed = Ranked.of(CrossValidation.pick(places, rows));
        length = Ranked.of(CrossValidation.pick(set.lengths(), rows));
        strong = CrossValidation.pick(set.strong(), rows);
        weak = CrossValidation.pick(set.weak(), rows);
        prompts = set.promptNumbers(rows);
        weight = CrossValidation.pick(set.rows().weight(), rows);
        win = CrossValidation.pick(set.rows().win(), rows);
    }

    public static List<Measured> of(TrainingSet set, CrossValidation crossValidation, long seed) {
        double[] places = crossValidation.places();
        return set.datasets().stream()
                .map(dataset -> of(set, dataset, SPLIT, crossValidation.chosen(), places, set.rowsOf(dataset), seed))
                .toList();
    }

    /** Figures of some rows of a file. */
    static Measured of(
            TrainingSet set,
            String dataset,
            String split,
            double[] predictions,
            double[] places,
            int[] rows,
            long seed) {
        return new Measured(dataset, split, rows.length, new Measurement(set, predictions, places, rows).figures(seed));
    }

    private enum Name {
        APGR,
        APGR_LENGTH,
        APGR_ROUTELLM11,
        CPT20,
        CPT50,
        CPT80,
        AUROC,
        BRIER,
        ECE
    }

    private Map<String, Figure> figures(long seed) {
        double[] values = compute(weight);
        Bootstrap.Draws draws = new Bootstrap(ROUNDS, seed).draw(prompts, weight, this::compute);
        Map<String, Figure> figures = new LinkedHashMap<>();
        Name[] names = Name.values();
        for (int i = 0; i < names.length; i++) {
            figures.put(names[i].name().toLowerCase(Locale.ROOT), figure(values[i], draws.interval(i)));
        }
        figures.put("apgr_minus_length", figure(values[0] - values[1], draws.difference(0, 1)));
        figures.put(ECE_NULL95, eceNull95(prediction, labelled(), seed));
        figures.values().removeIf(figure -> Double.isNaN(figure.value()));
        return figures;
    }

    /** What the ECE of perfectly calibrated predictions would not exceed in 95 of 100 such files. */
    public static Figure eceNull95(double[] prediction, double[] weight, long seed) {
        return new Figure(
                CalibrationError.eceNull(prediction, weight, CalibrationError.BINS, seed)
                        .point95(),
                null,
                null);
    }

    /** The weights of rows with a win label, 0 for those without: they count for the curve alone. */
    private double[] labelled() {
        return IntStream.range(0, win.length)
                .mapToDouble(row -> Double.isNaN(win[row]) ? 0 : weight[row])
                .toArray();
    }

    private double[] compute(double[] drawn) {
        Curve curve = Curve.of(placed, strong, weak, drawn);
        return new double[] {
            curve.apgr(),
            Curve.of(length, strong, weak, drawn).apgr(),
            curve.apgrRouteLlm(),
            curve.cpt(0.2),
            curve.cpt(0.5),
            curve.cpt(0.8),
            Discrimination.auroc(placed, win, drawn),
            CalibrationError.brier(prediction, win, drawn),
            CalibrationError.ece(predicted, win, drawn, CalibrationError.BINS)
        };
    }

    public static Figure figure(double value, Interval interval) {
        boolean none = Double.isNaN(interval.lo()) || Double.isNaN(interval.hi());
        return new Figure(value, none ? null : interval.lo(), none ? null : interval.hi());
    }
}
