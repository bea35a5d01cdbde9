package dev.tierwise.training.command;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.data.Observation;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.training.adapt.AdaptCurve;
import dev.tierwise.training.adapt.AdaptCurve.Point;
import dev.tierwise.training.adapt.AdaptCurve.Spread;
import dev.tierwise.training.adapt.AdaptCurve.ZeroShot;
import dev.tierwise.training.bundle.Adapt;
import dev.tierwise.training.export.AdaptedExporter;
import dev.tierwise.training.rows.EmbeddingCache;
import dev.tierwise.training.rows.Encoding;
import dev.tierwise.training.rows.LabelledPrompts;
import dev.tierwise.training.rows.TrainingSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code study labels}. */
@Command(
        name = "labels",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "The learning curve of adapt: how good a router is without labels and with some.",
        footer = {
            "",
            "Example:",
            "  tierwise study labels --router models/prior --data routellm-mmlu.csv --strong A --weak B"
                    + " --without-category high_school_mathematics --labels 100,300,1000"
        })
final class StudyLabelsCommand implements Callable<Integer> {
    /** Share of the rows that may be labels, so that a tenth is left to measure on. */
    private static final double MOST_LABELLED = 0.9;

    /** A router from scratch chooses its penalty by folds of them. */
    private static final int FEWEST_LABELS = 20;

    /** A deviation is between two. */
    private static final int FEWEST_DRAWS = 2;

    @Option(names = "--router", required = true, paramLabel = "DIR", description = "The bundle to stand on.")
    private Path router = Path.of("");

    @Mixin
    private LabelOptions labels = new LabelOptions();

    @Option(names = "--labels", split = ",", paramLabel = "N", description = "Numbers of labels to draw.")
    private List<Integer> numbers = List.of(100, 300, 1000);

    @Option(names = "--draws", paramLabel = "N", description = "Draws of each number. Default: ${DEFAULT-VALUE}.")
    private int draws = 20;

    @Option(
            names = "--without-category",
            paramLabel = "CATEGORY",
            description = "A category to measure without, too, where the router gets no labels.")
    private List<String> without = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        require("--labels", numbers.stream().mapToInt(n -> n).min().orElse(0), FEWEST_LABELS);
        require("--draws", draws, FEWEST_DRAWS);
        PrintWriter page = spec.commandLine().getOut();
        for (Path file : labels.data()) {
            LabelledPrompts prompts = LabelledPrompts.read(List.of(file), labels.read(), labels.ties());
            try (RouterBundle bundle = RouterBundle.open(router);
                    EmbeddingCache cache = EmbeddingCache.of(labels.cache(), bundle.featurizer())) {
                Adapt.requireTwoTiers(router, bundle);
                List<Observation> rows = prompts.observations();
                requireCategories(file, rows);
                TrainingSet set = Encoding.set(rows, bundle.featurizer(), cache, labels.ties(), labels.seed());
                AdaptCurve curve = new AdaptCurve(
                        set, AdaptedExporter.logOdds(Adapt.head(router), set.rows()), Adapt.adaptation(bundle));
                print(page, LabelledPrompts.name(file), rows, curve);
            }
        }
        return 0;
    }

    private void requireCategories(Path file, List<Observation> rows) {
        for (String category : without) {
            if (rows.stream().allMatch(row -> category.equals(row.category()))) {
                throw new BadInputException(
                        file + ": all rows are of the category " + category + ", so none is left without it");
            }
        }
    }

    private void require(String option, int given, int least) {
        if (given < least) {
            throw new ParameterException(
                    spec.commandLine(), option + " " + given + " is too few: it takes at least " + least);
        }
    }

    private void print(PrintWriter page, String file, List<Observation> rows, AdaptCurve curve) {
        page.printf(Locale.ROOT, "%s: APGR of %s without labels%n%n", file, LabelledPrompts.name(router));
        page.printf("| rows | router | length | difference, 95 %% interval |%n|---|---|---|---|%n");
        zeroShot(page, "all", curve, i -> true);
        for (String category : without) {
            if (rows.stream().noneMatch(row -> category.equals(row.category()))) {
                page.printf("| without %s | no row has this category | | |%n", category);
                continue;
            }
            zeroShot(
                    page,
                    "without " + category,
                    curve,
                    i -> !category.equals(rows.get(i).category()));
        }
        page.printf(
                Locale.ROOT,
                "%n%s: APGR on the other rows after adapting to some, mean and deviation of %d draws%n%n",
                file,
                draws);
        page.printf("| labels | adapted | from scratch | router as it is | length |%n|--:|---|---|---|---|%n");
        for (int number : numbers) {
            if (number > MOST_LABELLED * rows.size()) {
                page.printf("| %d | too many for %d rows | | | |%n", number, rows.size());
                continue;
            }
            Point point = curve.at(number, draws, labels.seed());
            page.printf(
                    "| %d | %s | %s | %s | %s |%n",
                    point.labels(),
                    text(point.adapted()),
                    text(point.scratch()),
                    text(point.router()),
                    text(point.length()));
            page.flush();
        }
        page.println();
        page.flush();
    }

    private void zeroShot(PrintWriter page, String name, AdaptCurve curve, IntPredicate kept) {
        ZeroShot result = curve.zeroShot(kept, labels.seed());
        page.printf(
                Locale.ROOT,
                "| %s, %d | %.4f | %.4f | %+.4f [%+.4f, %+.4f] |%n",
                name,
                result.rows(),
                result.router(),
                result.length(),
                result.router() - result.length(),
                result.interval().lo(),
                result.interval().hi());
    }

    private static String text(Spread spread) {
        return String.format(Locale.ROOT, "%.4f ± %.4f", spread.mean(), spread.deviation());
    }
}
