package dev.tierwise.training.measure;

import dev.tierwise.core.io.Progress;
import dev.tierwise.eval.metrics.Curve;
import dev.tierwise.eval.metrics.Places;
import dev.tierwise.training.head.Fitted;
import dev.tierwise.training.head.HeadFamily;
import dev.tierwise.training.rows.TrainingSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Five-fold cross-validation of the whole procedure: in every fold each family is fitted and calibrated on the other
 * four, exactly as the final router is on all. The family is chosen by out-of-fold APGR. The figures reported for the
 * choice are those of the procedure, choice included: a row's prediction comes from the family that did best on the
 * folds the row is not in.
 *
 * <p>Ranks are taken within a fold, because a threshold only ever compares scores of one router; the five routers of the
 * five folds have slightly different scales, and mixing them would count that against each of them.
 */
public final class CrossValidation {
    private final TrainingSet set;
    private final Map<HeadFamily, double[]> outOfFold;
    private final double[] chosen;
    private final HeadFamily best;

    private CrossValidation(TrainingSet set, Map<HeadFamily, double[]> outOfFold) {
        this.set = set;
        this.outOfFold = outOfFold;
        this.best = best(i -> true);
        this.chosen = new double[set.size()];
        for (int f = 0; f < TrainingSet.FOLDS; f++) {
            int fold = f;
            double[] predictions = predictions(best(i -> set.fold(i) != fold));
            for (int i = 0; i < chosen.length; i++) {
                if (set.fold(i) == fold) {
                    chosen[i] = predictions[i];
                }
            }
        }
    }

    public static CrossValidation run(TrainingSet set, List<HeadFamily> families, long seed) {
        Map<HeadFamily, double[]> outOfFold = new EnumMap<>(HeadFamily.class);
        families.forEach(family -> outOfFold.put(family, new double[set.size()]));
        record Task(HeadFamily family, int fold) {}
        List<Task> tasks = families.stream()
                .flatMap(family -> IntStream.range(0, TrainingSet.FOLDS).mapToObj(fold -> new Task(family, fold)))
                .toList();
        try (Progress progress = Progress.start("cross-validating", tasks.size())) {
            tasks.parallelStream().forEach(task -> {
                Fitted fitted = set.fit(task.family, task.fold, seed);
                double[] predictions = outOfFold.get(task.family);
                for (int i = 0; i < set.size(); i++) {
                    if (set.fold(i) == task.fold && predictions != null) {
                        predictions[i] = fitted.winProbability(
                                set.rows().features()[i], set.rows().words()[i]);
                    }
                }
                progress.tick();
            });
        }
        return new CrossValidation(set, outOfFold);
    }

    /**
     * The place of each row of {@link #chosen()} among the rows of its file and fold, in 0..1, equal predictions sharing
     * one: what figures that depend on ranks alone are computed from.
     */
    double[] places() {
        return placesWithinFolds(set, chosen);
    }

    /** The family that did best out of fold. */
    public HeadFamily best() {
        return best;
    }

    /** Out-of-fold win probabilities of the procedure, choice of family included; one per row. */
    public double[] chosen() {
        return chosen;
    }

    /** Out-of-fold APGR of each family, the mean over files weighted by their rows. */
    public Map<HeadFamily, Double> apgrByFamily() {
        Map<HeadFamily, Double> apgr = new EnumMap<>(HeadFamily.class);
        outOfFold.keySet().forEach(family -> apgr.put(family, apgr(family, i -> true)));
        return apgr;
    }

    private HeadFamily best(IntPredicate rows) {
        HeadFamily best = outOfFold.keySet().iterator().next();
        double most = Double.NEGATIVE_INFINITY;
        for (HeadFamily family : outOfFold.keySet()) {
            double apgr = apgr(family, rows);
            if (apgr > most) {
                most = apgr;
                best = family;
            }
        }
        return best;
    }

    private double apgr(HeadFamily family, IntPredicate rows) {
        double[] places = placesWithinFolds(set, predictions(family));
        double sum = 0;
        int counted = 0;
        for (String dataset : set.datasets()) {
            int[] kept = IntStream.of(set.rowsOf(dataset)).filter(rows).toArray();
            if (kept.length > 0) {
                double apgr = Curve.of(
                                pick(places, kept),
                                pick(set.strong(), kept),
                                pick(set.weak(), kept),
                                pick(set.rows().weight(), kept))
                        .apgr();
                if (!Double.isNaN(apgr)) {
                    sum += apgr * kept.length;
                    counted += kept.length;
                }
            }
        }
        return counted == 0 ? 0 : sum / counted;
    }

    /** The place of each row among the rows of its file and fold, in 0..1. */
    public static double[] placesWithinFolds(TrainingSet set, double[] predictions) {
        List<String> files = set.datasets();
        int[] group = IntStream.range(0, set.size())
                .map(i -> files.indexOf(set.file(i)) * TrainingSet.FOLDS + set.fold(i))
                .toArray();
        return Places.within(predictions, group);
    }

    private double[] predictions(HeadFamily family) {
        double[] predictions = outOfFold.get(family);
        if (predictions == null) {
            throw new IllegalArgumentException(family.label() + " was not cross-validated");
        }
        return predictions;
    }

    public static double[] pick(double[] column, int[] rows) {
        return IntStream.of(rows).mapToDouble(i -> column[i]).toArray();
    }
}
