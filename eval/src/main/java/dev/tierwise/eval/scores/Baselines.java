package dev.tierwise.eval.scores;

import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.scores.RouterScores.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What every router is compared with. */
public final class Baselines {
    /** Sends a random part of the prompts to strong; one score for all stands for the mean over all such parts. */
    public static final String RANDOM = "random";

    /** Longest prompts first, in code points. */
    public static final String LENGTH = "length";

    public static final String ALWAYS_STRONG = "always-strong";
    public static final String ALWAYS_WEAK = "always-weak";

    /** Knows the outcome: largest gain first. */
    public static final String ORACLE = "oracle";

    /** Mean gain of the row's category over these very rows, so it has seen the answers. */
    public static final String CATEGORY_MEAN = "category-mean";

    /** The diagonal of a reliability diagram, which no router reaches. */
    public static final String PERFECT = "perfect";

    /** What tables and plots call something else than a router. */
    public static final Set<String> NAMES =
            Set.of(RANDOM, LENGTH, ALWAYS_STRONG, ALWAYS_WEAK, ORACLE, CATEGORY_MEAN, PERFECT);

    private Baselines() {}

    /** All that have a meaning for the set; {@code category-mean} only where there are categories. */
    public static List<RouterScores> of(EvalSet set) {
        List<RouterScores> baselines = new ArrayList<>();
        baselines.add(RouterScores.baseline(RANDOM, new double[set.rows()]));
        baselines.add(RouterScores.baseline(LENGTH, length(set)));
        if (set.hasCategories()) {
            baselines.add(RouterScores.baseline(CATEGORY_MEAN, categoryMean(set)));
        }
        baselines.add(RouterScores.baseline(ORACLE, set.gain()));
        baselines.add(RouterScores.constant(ALWAYS_STRONG, Kind.ALWAYS_STRONG, set.rows()));
        baselines.add(RouterScores.constant(ALWAYS_WEAK, Kind.ALWAYS_WEAK, set.rows()));
        return baselines;
    }

    private static double[] length(EvalSet set) {
        return set.prompts().stream()
                .mapToDouble(prompt -> prompt.codePointCount(0, prompt.length()))
                .toArray();
    }

    private static double[] categoryMean(EvalSet set) {
        record Sum(double gain, double weight) {}
        double[] gain = set.gain();
        Map<String, Sum> sums = new HashMap<>();
        for (int i = 0; i < gain.length; i++) {
            double w = set.weight()[i];
            sums.merge(
                    categoryOf(set, i),
                    new Sum(w * gain[i], w),
                    (a, b) -> new Sum(a.gain + b.gain, a.weight + b.weight));
        }
        double[] score = new double[gain.length];
        Arrays.setAll(score, i -> {
            Sum sum = sums.getOrDefault(categoryOf(set, i), new Sum(0, 1));
            return sum.gain / sum.weight;
        });
        return score;
    }

    private static String categoryOf(EvalSet set, int row) {
        String category = set.categories().get(row);
        return category == null ? "" : category;
    }
}
