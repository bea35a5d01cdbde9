package dev.tierwise.training;

import dev.tierwise.core.data.Splits;
import dev.tierwise.core.data.WideTable;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.OnnxEncoder;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.training.head.Examples;
import dev.tierwise.training.head.Head;
import dev.tierwise.training.head.HeadFamily;
import dev.tierwise.training.head.Standardizer;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code study tiers}. */
@Command(
        name = "tiers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Predicts the quality of each of several models on every prompt, by a ridge that has not seen the"
                + " prompt, and writes id and one column per model: what evaluate --model-scores measures.",
        footer = {
            "",
            "Example:",
            "  tierwise study tiers --data wide.csv --models a,b,c --out in.csv",
            "  tierwise study tiers --data wide.csv --models a,b,c --by-category --shrink 0.5 --out out.csv",
            "  tierwise evaluate --data wide.csv --strong a --weak c --prices prices.csv --model-scores in.csv,out.csv"
        })
final class StudyTiers implements Callable<Integer> {
    private static final long SEED = 1;

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "A wide file.")
    private Path data = Path.of("");

    @Option(names = "--models", required = true, split = ",", paramLabel = "NAME", description = "Columns of models.")
    private List<String> models = List.of();

    @Option(names = "--by-category", description = "Leave whole tests or categories out instead of a fifth.")
    private boolean byCategory;

    @Option(
            names = "--shrink",
            paramLabel = "S",
            description =
                    "Part of a prediction's distance from the model's mean that is kept. Default: ${DEFAULT-VALUE}.")
    private double shrink = 1;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the predictions go.")
    private Path out = Path.of("");

    @Option(names = "--cache", paramLabel = "DIR", description = "Where embeddings are kept between runs.")
    private Path cache = EmbeddingCache.defaultFolder();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private record Item(String id, String text, String benchmark, String category, List<Double> scores) {}

    @Override
    public Integer call() {
        List<Item> items = read();
        float[][] features;
        try (Featurizer featurizer = new Featurizer(OnnxEncoder.miniLm(Prior.MAX_TOKENS));
                EmbeddingCache embeddings =
                        EmbeddingCache.open(cache, featurizer.encoder().spec())) {
            features = Encoding.encode(items.stream().map(Item::text).toList(), featurizer, embeddings);
        }
        double[][] predicted = new double[items.size()][models.size()];
        List<String> group = groups(items);
        List<String> groups = group.stream().distinct().toList();
        groups.parallelStream().forEach(left -> predict(items, features, group, left, predicted));
        write(items, predicted);
        spec.commandLine()
                .getOut()
                .printf("%d rows, %d groups left out in turn; wrote %s%n", items.size(), groups.size(), out);
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** The rows on which every model was measured. */
    private List<Item> read() {
        List<Item> items = new ArrayList<>();
        try (WideTable table = WideTable.open(data, models)) {
            for (WideTable.Row row = table.next(); row != null; row = table.next()) {
                if (Arrays.stream(row.scores()).noneMatch(Double::isNaN)) {
                    String text = RoutingText.DEFAULT.of(Prompt.of(row.prompt()));
                    items.add(new Item(
                            row.id(),
                            text,
                            row.benchmark(),
                            Objects.requireNonNullElse(row.category(), ""),
                            Arrays.stream(row.scores()).boxed().toList()));
                }
            }
        }
        return items;
    }

    /** What is left out together: a fold, or a test; a category where the file has one test alone. */
    private List<String> groups(List<Item> items) {
        Splits folds = new Splits("folds", SEED);
        boolean tests = items.stream().map(Item::benchmark).distinct().count() > 1;
        return items.stream()
                .map(item -> {
                    if (!byCategory) {
                        return "fold " + folds.fold(item.text(), TrainingSet.FOLDS);
                    }
                    return tests ? item.benchmark() : item.category();
                })
                .toList();
    }

    private void predict(List<Item> items, float[][] features, List<String> group, String left, double[][] into) {
        int[] rest = IntStream.range(0, features.length)
                .filter(i -> !group.get(i).equals(left))
                .toArray();
        float[][] seen = IntStream.of(rest).mapToObj(i -> features[i]).toArray(float[][]::new);
        double[] ones = new double[rest.length];
        Arrays.fill(ones, 1);
        Standardizer standardizer = Standardizer.fit(seen, ones);
        double[][] z = Arrays.stream(seen).map(standardizer::apply).toArray(double[][]::new);
        for (int m = 0; m < models.size(); m++) {
            int model = m;
            double[] score = IntStream.of(rest)
                    .mapToDouble(i -> items.get(i).scores().get(model))
                    .toArray();
            double mean = Arrays.stream(score).average().orElse(0);
            Head head = HeadFamily.GAIN.trainer().fit(new Examples(z, score, score, ones), SEED);
            for (int i = 0; i < into.length; i++) {
                if (group.get(i).equals(left)) {
                    into[i][model] = mean + shrink * (head.score(standardizer.apply(features[i])) - mean);
                }
            }
        }
    }

    private void write(List<Item> items, double[][] predicted) {
        try {
            StringWriter text = new StringWriter();
            try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.RFC4180)) {
                csv.print("id");
                csv.printRecord(models);
                for (int i = 0; i < predicted.length; i++) {
                    csv.print(items.get(i).id());
                    csv.printRecord(Arrays.stream(predicted[i]).boxed().toList());
                }
            }
            Files.writeString(out, text.toString());
        } catch (IOException e) {
            throw new BadInputException(out + " cannot be written: " + e.getMessage(), e);
        }
    }
}
