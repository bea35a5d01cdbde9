package dev.tierwise.training.audit;

import dev.tierwise.core.data.Observation;
import dev.tierwise.core.data.Splits;
import dev.tierwise.training.audit.NearDuplicates.Pair;
import java.util.ArrayList;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Repetitions, contradictions and leaks of labelled prompts, in sentences for people. */
public final class DataAudit {
    private static final int SHOWN = 60;

    private final List<Observation> rows;
    private final List<Pair> near;
    private final int crowded;
    private final double greatestGain;

    private DataAudit(List<Observation> rows, NearDuplicates.Found found) {
        this.rows = rows;
        this.near = found.pairs();
        this.crowded = found.crowded().size();
        this.greatestGain = rows.stream()
                .mapToDouble(row -> Math.abs(row.outcome().gain()))
                .max()
                .orElse(0);
    }

    /** Looks at labelled prompts. */
    public static DataAudit of(List<Observation> rows) {
        return new DataAudit(
                rows,
                NearDuplicates.among(rows.stream().map(Observation::prompt).toList()));
    }

    /** What stands twice, and how often the copies disagree. */
    public List<String> repetitions() {
        Collection<List<Observation>> same =
                rows.stream().collect(Collectors.groupingBy(row -> Splits.normalised(row.prompt()))).values().stream()
                        .filter(copies -> copies.size() > 1)
                        .toList();
        long contradicted = same.stream().filter(this::contradicted).count();
        Set<Integer> involved = near.stream()
                .flatMap(pair -> Stream.of(pair.first(), pair.second()))
                .collect(Collectors.toCollection(HashSet::new));
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "repeated prompts: %d stand twice or more, %d of them with different outcomes",
                same.size(),
                contradicted));
        lines.add(String.format(
                Locale.ROOT,
                "near duplicates: %d pairs among %d of %d rows (three-word runs, Jaccard %.1f or more)",
                near.size(),
                involved.size(),
                rows.size(),
                NearDuplicates.LIKENESS));
        if (crowded > 0) {
            lines.add(crowd(crowded) + "there may be more pairs");
        }
        if (!near.isEmpty()) {
            lines.add(noise());
        }
        return lines;
    }

    private static String crowd(long prompts) {
        return String.format(
                Locale.ROOT,
                "%d prompts resemble so many others, as those of one template do, that not all of these were compared: ",
                prompts);
    }

    private boolean contradicted(List<Observation> copies) {
        DoubleSummaryStatistics gains =
                copies.stream().mapToDouble(row -> row.outcome().gain()).summaryStatistics();
        return differ(gains.getMin(), gains.getMax());
    }

    /** Grades of judges differ a little where nothing is contradicted: by more than half of the greatest gain there is. */
    private boolean differ(double gain, double other) {
        return Math.abs(gain - other) > greatestGain / 2;
    }

    /** Two labels that are each wrong with probability e disagree with probability 2 e (1 - e). */
    private String noise() {
        double differ = near.stream()
                        .filter(pair -> differ(gain(pair.first()), gain(pair.second())))
                        .count()
                / (double) near.size();
        double wrong = (1 - Math.sqrt(Math.max(0, 1 - 2 * differ))) / 2;
        return String.format(
                Locale.ROOT,
                "label noise: %.1f %% of the near duplicates differ in their outcome, as if %.1f %% of the labels were by"
                        + " chance (an upper bound: a word changed can change the answer)",
                100 * differ,
                100 * wrong);
    }

    private double gain(int row) {
        return rows.get(row).outcome().gain();
    }

    /** Which files share prompts, exactly or nearly. */
    public List<String> shared() {
        Map<String, Integer> counts = new TreeMap<>();
        for (Pair pair : near) {
            String a = rows.get(pair.first()).file();
            String b = rows.get(pair.second()).file();
            if (!a.equals(b)) {
                counts.merge(a + " and " + b, 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .map(e -> e.getKey() + " share " + e.getValue() + " pairs of nearly the same prompts")
                .toList();
    }

    /**
     * Prompts to be evaluated on that stand among the labelled ones, exactly or nearly.
     *
     * @param name of what they are from
     */
    public List<String> leaks(String name, List<String> prompts) {
        List<String> labelled = rows.stream().map(Observation::prompt).toList();
        Map<Integer, Integer> leaked = new HashMap<>();
        NearDuplicates.Found found = NearDuplicates.between(labelled, prompts);
        for (Pair pair : found.pairs()) {
            leaked.putIfAbsent(pair.second() - labelled.size(), pair.first());
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %d of %d prompts stand among the labelled ones, exactly or nearly: %s",
                name,
                leaked.size(),
                prompts.size(),
                leaked.isEmpty() ? "no leak was found" : "figures on them flatter, leave them out"));
        leaked.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(5)
                .forEach(e -> lines.add("  \"" + start(prompts.get(e.getKey())) + "\" is "
                        + rows.get(e.getValue()).id()));
        long unsure = found.crowded().stream()
                .filter(prompt -> !leaked.containsKey(prompt - labelled.size()))
                .count();
        if (unsure > 0) {
            lines.add(crowd(unsure) + "a copy that is not exact may stand among the rest");
        }
        return lines;
    }

    private static String start(String prompt) {
        String line = prompt.replaceAll("\\s+", " ").strip();
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }
}
