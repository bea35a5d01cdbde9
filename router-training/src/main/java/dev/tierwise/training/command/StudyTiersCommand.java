package dev.tierwise.training.command;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.WholeFile;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.eval.pool.ModelPool;
import dev.tierwise.training.rows.EmbeddingCache;
import dev.tierwise.training.rows.Encoding;
import dev.tierwise.training.rows.LabelledPrompts;
import dev.tierwise.training.tiers.LeftOutKinds;
import dev.tierwise.training.tiers.TierRows;
import dev.tierwise.training.tiers.TierScoresFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code study tiers}. */
@Command(
        name = "tiers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Rates several tiers by routers that have seen nothing of the prompt's test, or of its category"
                        + " where the file has one test alone, and writes id and one column per tier: what evaluate"
                        + " --model-scores measures. For new prompts of known kinds, train --tiers --out-of-fold writes the same.",
        footer = {
            "",
            "Example:",
            "  tierwise study tiers --data wide.csv --tiers a,b,c --prices prices.csv --out out.csv",
            "  tierwise evaluate --data wide.csv --strong c --weak a --prices prices.csv --model-scores out.csv"
        })
final class StudyTiersCommand implements Callable<Integer> {
    private static final long SEED = 1;

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "A wide file.")
    private Path data = Path.of("");

    @Mixin
    private TierOptions tiers = new TierOptions();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the ratings go.")
    private Path out = Path.of("");

    @Mixin
    private LayersOption layers = new LayersOption();

    @Mixin
    private CacheOptions cache = new CacheOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        WholeFile.requireNoneOf(out, List.of(data));
        WholeFile.requireWritable(out);
        ModelPool pool = tiers.read(List.of(data), false);
        TierScoresFile.requireIds(pool);
        LeftOutKinds kinds = LeftOutKinds.of(pool, SEED);
        if (kinds.turns() < 2) {
            throw new BadInputException(
                    pool.file() + ": all rows are of one test and of one category, so none can be left"
                            + " out; name their categories in a column \"category\"");
        }
        TierRows rows;
        try (Featurizer featurizer = new Featurizer(layers.open(Encoding.LAYERS_OF_MANY_TIERS, Encoding.MAX_TOKENS));
                EmbeddingCache embeddings = EmbeddingCache.of(cache.folder(), featurizer)) {
            rows = TierRows.read(pool, featurizer, embeddings, SEED);
        }
        if (kinds.fewestLeft(rows) < LabelledPrompts.FEWEST_PROMPTS) {
            throw new BadInputException(pool.file() + ": without one of its tests or categories, "
                    + kinds.fewestLeft(rows)
                    + " different prompts are left to learn from, and at least " + LabelledPrompts.FEWEST_PROMPTS
                    + " are needed; add rows of other kinds");
        }
        TierScoresFile.write(out, pool.ids(), pool.models(), kinds.heldOut(rows));
        spec.commandLine()
                .getOut()
                .printf(
                        "%d rows, %d kinds left out in %d turns; wrote %s%n",
                        pool.rows(), kinds.kinds(), kinds.turns(), out);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
