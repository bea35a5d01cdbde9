package dev.tierwise.training.command;

import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.surface.SurfaceFeatures;
import dev.tierwise.training.rows.EmbeddingCache;
import dev.tierwise.training.transfer.DifficultySource;
import dev.tierwise.training.transfer.LeaveOneSourceOut;
import dev.tierwise.training.transfer.LeaveOneSourceOut.Row;
import dev.tierwise.training.transfer.SourceFiles;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code study sources}. */
@Command(
        name = "sources",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Leave-one-source-out: what carries over to a test never seen, beside length, kNN and logistic"
                + " regression on the embedding.")
final class StudySourcesCommand implements Callable<Integer> {
    private static final long SEED = 1;

    @Mixin
    private SourceOptions options = new SourceOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        SourceFiles files = options.read();
        try (Featurizer featurizer = options.open();
                EmbeddingCache cache = EmbeddingCache.of(options.cache(), featurizer)) {
            List<DifficultySource> sources = files.sources(featurizer, cache);
            print(LeaveOneSourceOut.run(
                    sources, featurizer.embedded(), featurizer.schema().index(SurfaceFeatures.LENGTH), SEED));
        }
        return 0;
    }

    private void print(List<Row> rows) {
        PrintWriter page = spec.commandLine().getOut();
        page.printf("| source | rows | pairs | prior | length | kNN | logistic |%n|---|--:|--:|--:|--:|--:|--:|%n");
        for (Row row : rows) {
            page.printf(
                    Locale.ROOT,
                    "| %s | %d | %d | %.4f | %.4f | %.4f | %.4f |%n",
                    row.source(),
                    row.rows(),
                    row.pairs(),
                    row.prior(),
                    row.length(),
                    row.neighbours(),
                    row.logistic());
        }
        List<ToDoubleFunction<Row>> routers = List.of(Row::prior, Row::length, Row::neighbours, Row::logistic);
        page.print("| mean | | |");
        routers.forEach(router -> page.printf(
                Locale.ROOT,
                " %.4f |",
                rows.stream().mapToDouble(router).average().orElse(Double.NaN)));
        page.printf("%n| worst | | |");
        routers.forEach(router -> page.printf(
                Locale.ROOT, " %.4f |", rows.stream().mapToDouble(router).min().orElse(Double.NaN)));
        page.println();
        page.flush();
    }
}
