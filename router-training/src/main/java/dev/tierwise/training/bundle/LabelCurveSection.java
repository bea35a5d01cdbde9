package dev.tierwise.training.bundle;

import dev.tierwise.core.data.Splits;
import dev.tierwise.core.io.Progress;
import dev.tierwise.eval.metrics.Curve;
import dev.tierwise.training.head.Fitted;
import dev.tierwise.training.head.HeadFamily;
import dev.tierwise.training.measure.CrossValidation;
import dev.tierwise.training.rows.TrainingSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How much fewer labels would have given: routers of the chosen family, fitted to some of the prompts outside a fold, those
 * that come first in an order by text, and measured on the fold.
 */
final class LabelCurveSection {
    private static final int[] LABELS = {300, 1000, 3000};
    /** Folds that are measured, of {@link TrainingSet#FOLDS}; their mean is steady enough to see where a curve flattens. */
    private static final int MEASURED = 3;

    /** Of all prompts: with more, a point would be the whole set by another name. */
    private static final double MOST_SHARE = 0.7;

    private LabelCurveSection() {}

    /** A section for the model card; empty where there are too few labels to leave some out. */
    static String section(TrainingSet set, CrossValidation all, long seed) {
        Splits order = new Splits("label curve", seed);
        double[] place = IntStream.range(0, set.size())
                .mapToDouble(i -> order.fraction(set.prompt(i)))
                .toArray();
        int[] labels =
                IntStream.of(LABELS).filter(n -> n <= MOST_SHARE * set.size()).toArray();
        if (labels.length == 0) {
            return "";
        }
        List<String> lines = new ArrayList<>();
        try (Progress progress = Progress.start("leaving labels out", (long) labels.length * MEASURED)) {
            for (int n : labels) {
                lines.add(row(set, all.best(), seed, place, n, progress));
            }
        }
        lines.add(row("all others", set, (fold, i) -> all.chosen()[i]));
        return String.format(
                Locale.ROOT,
                "%n## How many labels%n%nMean APGR over %d folds, of a router of the same family fitted to fewer prompts, all"
                        + " files together:%n%n| labels | %s |%n|--:|%s%n%s%n",
                MEASURED,
                String.join(" | ", set.datasets()),
                "---|".repeat(set.datasets().size()),
                String.join(System.lineSeparator(), lines));
    }

    private static String row(
            TrainingSet set, HeadFamily family, long seed, double[] place, int labels, Progress progress) {
        double share = labels / (set.size() * (1 - 1.0 / TrainingSet.FOLDS));
        Fitted[] fitted = new Fitted[MEASURED];
        for (int fold = 0; fold < MEASURED; fold++) {
            int left = fold;
            fitted[fold] = set.fitWhere(family, i -> set.fold(i) != left && place[i] < share, seed);
            progress.tick();
        }
        return row(
                Integer.toString(labels),
                set,
                (fold, i) -> fitted[fold].winProbability(
                        set.rows().features()[i], set.rows().words()[i]));
    }

    /** Scores a row of a fold. */
    private interface Scores {
        double of(int fold, int row);
    }

    private static String row(String labels, TrainingSet set, Scores scores) {
        StringBuilder line = new StringBuilder("| " + labels + " |");
        for (String dataset : set.datasets()) {
            double apgr = IntStream.range(0, MEASURED)
                    .mapToDouble(fold -> apgr(set, fold, set.rowsOf(dataset), scores))
                    .average()
                    .orElse(Double.NaN);
            line.append(Double.isNaN(apgr) ? " n/a |" : String.format(Locale.ROOT, " %.4f |", apgr));
        }
        return line.toString();
    }

    private static double apgr(TrainingSet set, int fold, int[] dataset, Scores scores) {
        int[] rows = IntStream.of(dataset).filter(i -> set.fold(i) == fold).toArray();
        if (rows.length == 0) {
            return Double.NaN;
        }
        return Curve.of(
                        IntStream.of(rows).mapToDouble(i -> scores.of(fold, i)).toArray(),
                        CrossValidation.pick(set.strong(), rows),
                        CrossValidation.pick(set.weak(), rows),
                        CrossValidation.pick(set.rows().weight(), rows))
                .apgr();
    }
}
