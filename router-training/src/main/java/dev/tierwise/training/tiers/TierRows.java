package dev.tierwise.training.tiers;

import dev.tierwise.core.data.Splits;
import dev.tierwise.core.io.Progress;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.eval.pool.ModelPool;
import dev.tierwise.training.rows.EmbeddingCache;
import dev.tierwise.training.rows.Encoding;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Prompts with what each tier's answer was worth, as columns. The arrays are shared, not copied. */
public final class TierRows {
    /** Folds of every cross-validation. */
    public static final int FOLDS = 5;

    /** Categories are put together where there are more. */
    private static final int MOST_KINDS = 12;

    private final float[][] features;
    private final double[][] quality;
    private final double[] weight;
    private final int[] fold;
    private final int[] kind;
    /** A number for each different text. */
    private final int[] text;

    private TierRows(float[][] features, double[][] quality, double[] weight, int[] fold, int[] kind, int[] text) {
        this.features = features;
        this.quality = quality;
        this.weight = weight;
        this.fold = fold;
        this.kind = kind;
        this.text = text;
    }

    /**
     * Rows as they were read.
     *
     * @param texts what is routed by; equal ones share a fold
     * @param kinds the category of each, empty where there is none
     * @param features one row each
     * @param quality by row, then by tier, in 0..1
     */
    static TierRows of(
            List<String> texts,
            List<String> kinds,
            float[][] features,
            double[][] quality,
            double[] weight,
            long seed) {
        Splits splits = new Splits("folds", seed);
        List<String> names = List.copyOf(new TreeSet<>(kinds));
        return new TierRows(
                features,
                quality,
                weight,
                texts.stream().mapToInt(text -> splits.fold(text, FOLDS)).toArray(),
                kinds.stream()
                        .mapToInt(name -> names.indexOf(name) % MOST_KINDS)
                        .toArray(),
                Splits.numbers(texts));
    }

    /** The rows of a wide file with what their prompts' encoder makes of them. */
    public static TierRows read(ModelPool pool, Featurizer featurizer, EmbeddingCache cache, long seed) {
        List<String> texts = pool.prompts().stream()
                .map(prompt -> RoutingText.DEFAULT.of(Prompt.of(prompt)))
                .toList();
        double[][] quality = IntStream.range(0, pool.rows())
                .mapToObj(row -> IntStream.range(0, pool.models().size())
                        .mapToDouble(model -> pool.quality(model, row))
                        .toArray())
                .toArray(double[][]::new);
        return of(texts, pool.categories(), Encoding.encode(texts, featurizer, cache), quality, pool.weight(), seed);
    }

    TierRows where(IntPredicate keep) {
        int[] kept = IntStream.range(0, size()).filter(keep).toArray();
        return new TierRows(
                IntStream.of(kept).mapToObj(i -> features[i]).toArray(float[][]::new),
                IntStream.of(kept).mapToObj(i -> quality[i]).toArray(double[][]::new),
                IntStream.of(kept).mapToDouble(i -> weight[i]).toArray(),
                IntStream.of(kept).map(i -> fold[i]).toArray(),
                IntStream.of(kept).map(i -> kind[i]).toArray(),
                IntStream.of(kept).map(i -> text[i]).toArray());
    }

    int size() {
        return features.length;
    }

    int tiers() {
        return quality[0].length;
    }

    /** The features of all rows. */
    public float[][] features() {
        return features;
    }

    double[] quality(int row) {
        return quality[row];
    }

    double[] weight() {
        return weight;
    }

    int[] folds() {
        return fold;
    }

    int[] kinds() {
        return kind;
    }

    /** How many different texts {@link #heldOut} has to learn from when it leaves out the group that leaves the fewest. */
    int fewestLeft(int[] group) {
        int texts = (int) IntStream.of(text).distinct().count();
        return IntStream.of(group)
                .distinct()
                .map(left -> texts
                        - (int) IntStream.range(0, size())
                                .filter(i -> group[i] == left)
                                .map(i -> text[i])
                                .distinct()
                                .count())
                .min()
                .orElse(0);
    }

    /**
     * What is predicted for each row by a fit that has not seen its group, nor its text in another group.
     *
     * @param group one per row, such as a fold or the number of a test
     * @param step what is under way, for the progress bar
     * @return by tier, then by row
     */
    double[][] heldOut(int[] group, String step) {
        double[][] predicted = new double[tiers()][size()];
        int[] groups = IntStream.of(group).distinct().toArray();
        try (Progress progress = Progress.start(step, groups.length)) {
            IntStream.of(groups).parallel().forEach(left -> {
                BitSet unseen = new BitSet();
                IntStream.range(0, size()).filter(i -> group[i] == left).forEach(i -> unseen.set(text[i]));
                FittedTiers fitted = FittedTiers.fit(where(i -> !unseen.get(text[i])));
                for (int i = 0; i < size(); i++) {
                    if (group[i] == left) {
                        double[] quality = fitted.quality(features[i]);
                        for (int tier = 0; tier < quality.length; tier++) {
                            predicted[tier][i] = quality[tier];
                        }
                    }
                }
                progress.tick();
            });
        }
        return predicted;
    }

    /** The same by fold: the prompt is new, its category is not. */
    public double[][] heldOutByFold() {
        return heldOut(fold, "cross-validating");
    }
}
