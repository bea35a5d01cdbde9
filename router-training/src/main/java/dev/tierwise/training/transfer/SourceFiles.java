package dev.tierwise.training.transfer;

import dev.tierwise.core.bundle.Manifest.TrainingFile;
import dev.tierwise.core.data.Splits;
import dev.tierwise.core.data.WideTable;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.training.rows.EmbeddingCache;
import dev.tierwise.training.rows.Encoding;
import dev.tierwise.training.rows.LabelledPrompts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Wide files cut into sources, one per test (column {@code benchmark}) of a file. A prompt that stood in a file before is
 * skipped, and tests of fewer than {@link #FEWEST} rows are put together, file by file.
 */
public final class SourceFiles {
    static final int FEWEST = 100;

    private static final String OTHERS = "others";
    /** In one sentence. */
    private static final int MOST_NAMED = 30;

    private final Set<String> without;
    private final List<Set<String>> families;
    private final Map<String, List<Item>> byName = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<String> tests = new HashSet<>();
    private final List<TrainingFile> files = new ArrayList<>();
    private final List<String> account = new ArrayList<>();

    private record Item(String file, String benchmark, String id, String text, List<Double> scores) {}

    /**
     * @param without tests that are left out
     * @param families tests that are alike, and so are held out together
     */
    public SourceFiles(Collection<String> without, Collection<Set<String>> families) {
        this.without = names(without);
        this.families = List.copyOf(families);
    }

    /** As they were typed, without blanks around them. */
    public static Set<String> names(Collection<String> typed) {
        return typed.stream().map(String::strip).collect(Collectors.toSet());
    }

    /**
     * Holds the tests an option names to those there are: by a slip a test would stay in that should be left out.
     *
     * @throws BadInputException where one is not there
     */
    public static void requireTests(String option, Collection<String> named, Set<String> found) {
        for (String name : named) {
            if (!found.contains(name)) {
                throw new BadInputException(
                        option + " " + name + ": no row has it in the column benchmark; there are " + listed(found));
            }
        }
    }

    private static String listed(Set<String> tests) {
        List<String> named =
                tests.stream().filter(test -> !test.isEmpty()).sorted().toList();
        if (named.isEmpty()) {
            return "no tests";
        }
        int more = named.size() - MOST_NAMED;
        return named.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** To be asked once all files are read. */
    public void requireTests() {
        requireTests("--without", without, tests);
        families.forEach(alike -> requireTests("--alike", alike, tests));
        leaveOutStrays();
    }

    /**
     * Rows of a test too small for a source of its own are poured together with others; those whose test, or what it is
     * said to be alike, is a source are not: they would stay where that is held out.
     */
    private void leaveOutStrays() {
        Set<String> held = families.stream().flatMap(Set::stream).collect(Collectors.toSet());
        byName.forEach((name, items) -> {
            if (!isOthers(name)) {
                held.add(items.getFirst().benchmark());
            }
        });
        byName.forEach((name, items) -> {
            int before = items.size();
            if (isOthers(name) && items.removeIf(item -> held.contains(item.benchmark()))) {
                account.add(name + ": " + (before - items.size())
                        + " rows left out, since tests of their names or kinds are held out by themselves");
            }
        });
        byName.values().removeIf(List::isEmpty);
    }

    private static boolean isOthers(String source) {
        return source.endsWith("/" + OTHERS);
    }

    public void read(Path file) {
        List<Item> items = new ArrayList<>();
        long rows = 0;
        long left = 0;
        long repeated = 0;
        try (WideTable table = WideTable.open(file, List.of())) {
            DoubleSummaryStatistics[] scores = table.models().stream()
                    .map(_ -> new DoubleSummaryStatistics())
                    .toArray(DoubleSummaryStatistics[]::new);
            for (WideTable.Row row = table.next(); row != null; row = table.next()) {
                rows++;
                tests.add(row.benchmark());
                if (without.contains(row.benchmark())) {
                    left++;
                } else if (Arrays.stream(row.scores()).allMatch(Double::isNaN)
                        || !seen.add(Splits.normalised(row.prompt()))) {
                    repeated++;
                } else {
                    for (int model = 0; model < scores.length; model++) {
                        if (!Double.isNaN(row.scores()[model])) {
                            scores[model].accept(row.scores()[model]);
                        }
                    }
                    items.add(new Item(
                            row.file(),
                            row.benchmark(),
                            row.id(),
                            RoutingText.DEFAULT.of(Prompt.of(row.prompt())),
                            Arrays.stream(row.scores()).boxed().toList()));
                }
            }
            for (int model = 0; model < scores.length; model++) {
                requireShares(file, table.models().get(model), scores[model]);
            }
        }
        Map<String, Long> sizes = items.stream().collect(Collectors.groupingBy(Item::benchmark, Collectors.counting()));
        for (Item item : items) {
            String test = sizes.getOrDefault(item.benchmark(), 0L) < FEWEST ? OTHERS : item.benchmark();
            byName.computeIfAbsent(item.file() + "/" + test, name -> new ArrayList<>())
                    .add(item);
        }
        String name = LabelledPrompts.name(file);
        try {
            files.add(new TrainingFile(name, Digests.sha256(file), rows, items.size()));
        } catch (IOException e) {
            throw new BadInputException("cannot read " + file + ": " + e.getMessage(), e);
        }
        account.add(name + ": " + rows + " rows, " + items.size() + " used; " + left + " of the tests left out, "
                + repeated + " that stood in a file before or were not measured");
    }

    /** A grader may go a little beyond 0 and 1; a column of points or of tokens lies elsewhere in the mean. */
    private static void requireShares(Path file, String model, DoubleSummaryStatistics scores) {
        if (scores.getAverage() < 0 || scores.getAverage() > 1) {
            throw new BadInputException(String.format(
                    Locale.ROOT,
                    "%s: the column \"%s\" is %.3g in the mean; scores are shares in 0..1: divide them by their best, or"
                            + " leave the column out where it is no model's",
                    file,
                    model,
                    scores.getAverage()));
        }
    }

    public List<TrainingFile> files() {
        Map<String, Long> used = byName.values().stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(Item::file, Collectors.counting()));
        return files.stream()
                .map(file ->
                        new TrainingFile(file.name(), file.sha256(), file.rows(), used.getOrDefault(file.name(), 0L)))
                .toList();
    }

    /** What became of the rows, a line per file. */
    public List<String> account() {
        return List.copyOf(account);
    }

    public int rows() {
        return byName.values().stream().mapToInt(List::size).sum();
    }

    /** Digest over the sorted ids of the rows used. */
    public String rowIdsDigest() {
        String ids = byName.values().stream()
                .flatMap(List::stream)
                .map(item -> item.file() + "/" + item.id())
                .sorted()
                .collect(Collectors.joining("\n"));
        return Digests.sha256(ids.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Encodes the prompts and makes the sources, those too small to count left out.
     *
     * @throws BadInputException where there are not two kinds of them: each is measured by what the others teach
     */
    public List<DifficultySource> sources(Featurizer featurizer, EmbeddingCache cache) {
        List<Item> all = byName.values().stream().flatMap(List::stream).toList();
        float[][] features = Encoding.encode(all.stream().map(Item::text).toList(), featurizer, cache);
        List<DifficultySource> sources = new ArrayList<>();
        int from = 0;
        for (Map.Entry<String, List<Item>> entry : byName.entrySet()) {
            List<Item> items = entry.getValue();
            if (items.size() >= FEWEST) {
                sources.add(new DifficultySource(
                        entry.getKey(),
                        family(items.getFirst(), entry.getKey()),
                        Arrays.copyOfRange(features, from, from + items.size()),
                        scores(items)));
            }
            from += items.size();
        }
        if (sources.stream().map(DifficultySource::family).distinct().count() < 2) {
            throw new BadInputException("two or more kinds of tests with " + FEWEST
                    + " rows each are needed, named in the column benchmark; there are "
                    + sources.stream().map(DifficultySource::name).toList());
        }
        return sources;
    }

    private String family(Item first, String source) {
        String test = isOthers(source) ? source : first.benchmark();
        return families.stream()
                .filter(alike -> alike.contains(test))
                .map(alike -> alike.stream().sorted().collect(Collectors.joining("+")))
                .findFirst()
                .orElse(test);
    }

    /** A row per item, without the models that answered none of them. */
    private static double[][] scores(List<Item> items) {
        int[] asked = IntStream.range(0, items.getFirst().scores().size())
                .filter(model -> items.stream()
                        .anyMatch(item -> !Double.isNaN(item.scores().get(model))))
                .toArray();
        return items.stream()
                .map(item -> IntStream.of(asked).mapToDouble(item.scores()::get).toArray())
                .toArray(double[][]::new);
    }
}
