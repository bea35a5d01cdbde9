package dev.tierwise.training.measure;

import dev.tierwise.core.bundle.Manifest.Measured;
import dev.tierwise.core.data.Splits;
import dev.tierwise.core.io.Progress;
import dev.tierwise.training.head.Fitted;
import dev.tierwise.training.head.HeadFamily;
import dev.tierwise.training.rows.TrainingSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Cross-validation by topic: every category is scored by a router that has seen none of its prompts. The honest figure for
 * traffic of a kind that was not trained on. The routers of the groups are compared by their calibrated probabilities as
 * they are, since much of what is to be told apart lies between the categories.
 */
public final class LeftOutCategories {
    private static final int GROUPS = 10;
    /** With fewer different texts, a fit may find no row to calibrate on. */
    private static final int FEWEST_LEFT = 20;

    private static final String SPLIT = "whole categories left out, a tenth of them at a time";

    private LeftOutCategories() {}

    /**
     * One set of figures per file of at least {@link #GROUPS} categories; none where the same prompts stand in so many of
     * them that too few are left to learn from.
     */
    public static List<Measured> of(TrainingSet set, HeadFamily family, long seed) {
        Map<String, Integer> groups = groups(set, seed);
        if (groups.size() < GROUPS) {
            return List.of();
        }
        int[] group = IntStream.range(0, set.size())
                .map(i -> groups.getOrDefault(Objects.requireNonNullElse(set.category(i), ""), -1))
                .toArray();
        List<Set<String>> unseen = IntStream.range(0, GROUPS)
                .mapToObj(left -> texts(set, i -> group[i] == left))
                .toList();
        int texts = texts(set, i -> true).size();
        if (unseen.stream().anyMatch(left -> texts - left.size() < FEWEST_LEFT)) {
            return List.of();
        }
        double[] win = new double[set.size()];
        try (Progress progress = Progress.start("leaving categories out", GROUPS)) {
            IntStream.range(0, GROUPS).parallel().forEach(left -> {
                Fitted fitted =
                        set.fitWhere(family, i -> !unseen.get(left).contains(Splits.normalised(set.prompt(i))), seed);
                for (int i = 0; i < win.length; i++) {
                    if (group[i] == left) {
                        win[i] = fitted.winProbability(
                                set.rows().features()[i], set.rows().words()[i]);
                    }
                }
                progress.tick();
            });
        }
        return set.datasets().stream()
                .map(dataset -> IntStream.of(set.rowsOf(dataset))
                        .filter(i -> group[i] >= 0)
                        .toArray())
                .filter(rows ->
                        IntStream.of(rows).mapToObj(set::category).distinct().count() >= GROUPS)
                .map(rows -> Measurement.of(set, set.file(rows[0]), SPLIT, win, win, rows, seed))
                .toList();
    }

    /** A prompt may stand in a second category, or in a file without any: its text is left out wherever it stands. */
    private static Set<String> texts(TrainingSet set, IntPredicate rows) {
        return IntStream.range(0, set.size())
                .filter(rows)
                .mapToObj(i -> Splits.normalised(set.prompt(i)))
                .collect(Collectors.toSet());
    }

    private static Map<String, Integer> groups(TrainingSet set, long seed) {
        return deal(
                IntStream.range(0, set.size())
                        .mapToObj(set::category)
                        .filter(Objects::nonNull)
                        .toList(),
                GROUPS,
                seed);
    }

    /** The group of each category: in an order that only their names and the seed decide, they are dealt out one by one. */
    public static Map<String, Integer> deal(Collection<String> categories, int groups, long seed) {
        Splits splits = new Splits("categories", seed);
        // Names that differ in their white space alone have one place, and are two all the same.
        Set<String> names =
                new TreeSet<>(Comparator.comparingDouble(splits::fraction).thenComparing(Comparator.naturalOrder()));
        names.addAll(Set.copyOf(categories));
        Map<String, Integer> dealt = new HashMap<>();
        names.forEach(name -> dealt.put(name, dealt.size() % groups));
        return dealt;
    }
}
