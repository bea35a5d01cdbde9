package dev.tierwise.training.command;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.data.Observation;
import dev.tierwise.core.data.Splits;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.core.prompt.encoder.NoEncoder;
import dev.tierwise.core.prompt.text.PlainText;
import dev.tierwise.core.prompt.token.WordCounter;
import dev.tierwise.eval.rows.Prices;
import dev.tierwise.training.bundle.Profile;
import dev.tierwise.training.head.Fitted;
import dev.tierwise.training.head.HeadFamily;
import dev.tierwise.training.robust.Exposure.Moved;
import dev.tierwise.training.robust.Fifths;
import dev.tierwise.training.robust.Reading;
import dev.tierwise.training.robust.RobustnessStudy;
import dev.tierwise.training.rows.EmbeddingCache;
import dev.tierwise.training.rows.Encoding;
import dev.tierwise.training.rows.LabelledPrompts;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code study robustness}. */
@Command(
        name = "robustness",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How far decisions can be moved: by rephrasing, case, white space and boilerplate, and by gadgets, texts that"
                    + " were searched to force a decision when they are put into any prompt.",
            "A router is trained on three fifths of the prompts, gadgets are searched on another fifth, and everything is"
                    + " measured on the last. Before: prompts are scored as they come. After: as plain text, which is how"
                    + " bundles read them, and behind a cap on each client's strong share; the search is done anew."
        },
        footer = {
            "",
            "Example:",
            "  tierwise study robustness --data routellm-mmlu.csv routellm-gsm8k.csv --strong A --weak B"
                    + " --profile fast --strong-share 0.3"
        })
final class StudyRobustnessCommand implements Callable<Integer> {
    /** The fastest of them counts. */
    private static final int ROUNDS = 20;

    @Mixin
    private LabelOptions labels = new LabelOptions();

    @Option(
            names = "--router",
            paramLabel = "DIR",
            description = "Try this bundle instead of training one; it should not have been trained on the data.")
    private @Nullable Path router;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            description = "What is trained: accurate or fast. Default: fast.")
    private Profile profile = Profile.FAST;

    @Mixin
    private LayersOption layers = new LayersOption();

    @Option(
            names = "--strong-share",
            paramLabel = "S",
            description = "The share of untouched prompts that goes to strong. Default: ${DEFAULT-VALUE}.")
    private double strongShare = 0.3;

    @Option(
            names = "--price",
            paramLabel = "TIER=IN,OUT",
            description = "Dollars per million tokens of strong and weak. Default: strong=10,30 and weak=0.6,0.6.")
    private List<String> prices = List.of("strong=10,30", "weak=0.6,0.6");

    @Option(
            names = "--prompts",
            paramLabel = "N",
            description = "Most prompts of a file to search on, and to measure on. Default: ${DEFAULT-VALUE}.")
    private int most = 2000;

    @Option(
            names = "--budget",
            paramLabel = "N",
            description = "About how many texts a search may score. Default: ${DEFAULT-VALUE}.")
    private int budget = 100_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (!(strongShare > 0 && strongShare < 1)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--strong-share " + strongShare + " leaves nothing to move: it lies between 0 and 1");
        }
        layers.requireBuiltIn(router == null && profile == Profile.ACCURATE);
        RoutingText part = RoutingText.DEFAULT;
        // What a client sent, before anything is done about it.
        RoutingText raw = new RoutingText(part.maxChars(), part.contextChars(), false);
        List<Observation> rows = LabelledPrompts.read(
                        labels.data(), labels.read().withRoutingText(raw), labels.ties())
                .observations();
        Fifths fifths = new Fifths(new Splits("robustness", labels.seed()), most);
        fifths.requireEnough(rows);
        if (router != null) {
            try (RouterBundle bundle = RouterBundle.open(router)) {
                Reading asItComes = text -> bundle.score(text).winProbability();
                study(fifths, rows, asItComes, text -> asItComes.score(PlainText.of(text)));
            }
            return 0;
        }
        try (Featurizer featurizer = profile == Profile.FAST
                        ? new Featurizer(NoEncoder.miniLmWords())
                        : new Featurizer(
                                layers.open(Encoding.LAYERS_OF_TWO_TIERS, Encoding.MAX_TOKENS), Pooling.APART);
                EmbeddingCache cache = EmbeddingCache.of(labels.cache(), featurizer)) {
            List<Observation> learned = fifths.learned(rows);
            Reading asItComes = trained(learned, UnaryOperator.identity(), featurizer, cache);
            study(fifths, rows, asItComes, trained(learned, PlainText::of, featurizer, cache));
        }
        return 0;
    }

    private Reading trained(
            List<Observation> rows, UnaryOperator<String> read, Featurizer featurizer, EmbeddingCache cache) {
        List<Observation> seen = rows.stream()
                .map(row -> row.withPrompt(read.apply(row.prompt())))
                .toList();
        Fitted fitted = Encoding.set(seen, featurizer, cache, labels.ties(), labels.seed())
                .fit(HeadFamily.STACK, -1, labels.seed());
        ThreadLocal<WordCounter> words = ThreadLocal.withInitial(
                () -> new WordCounter(featurizer.encoder().tokenizer()));
        return text -> {
            String scored = read.apply(text);
            float[] features = new float[featurizer.schema().size()];
            featurizer.featurize(scored, features);
            return fitted.winProbability(features, words.get().count(scored));
        };
    }

    private void study(Fifths fifths, List<Observation> rows, Reading before, Reading after) {
        PrintWriter page = spec.commandLine().getOut();
        page.printf(Locale.ROOT, "Making a prompt plain takes %.2f us.%n", microsOfPlain(rows));
        Prices given = Prices.of(null, prices);
        new RobustnessStudy(fifths, strongShare, budget, labels.seed(), given.require("strong"), given.require("weak"))
                .run(rows, before, after, new Printed(page));
        page.println();
        page.flush();
    }

    private static double microsOfPlain(List<Observation> rows) {
        long nanos = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            int chars = rows.stream()
                    .mapToInt(row -> PlainText.of(row.prompt()).length())
                    .sum();
            nanos = chars == 0 ? nanos : Math.min(nanos, System.nanoTime() - start);
        }
        return nanos / 1e3 / rows.size();
    }

    /** Rows of Markdown. */
    private record Printed(PrintWriter page) implements RobustnessStudy.Table {
        @Override
        public void file(String name, int measured, int known) {
            page.printf(
                    Locale.ROOT,
                    "%n%s: %d prompts, gadgets from %d others; share of all prompts that changes, strong share, dollars per"
                            + " 1,000 prompts, tokens added, APGR%n%n",
                    name,
                    measured,
                    known);
            page.println("| change | before: to strong, to weak | share | $ | APGR"
                    + " | after: to strong, to weak | share | $ | APGR | capped share | capped $ | tokens |");
            page.println("|---|---|--:|--:|--:|---|--:|--:|--:|--:|--:|--:|");
        }

        @Override
        public void row(String change, Moved before, Moved after) {
            page.printf(
                    Locale.ROOT,
                    "| %s | %.3f, %.3f | %.3f | %.2f | %.4f | %.3f, %.3f | %.3f | %.2f | %.4f | %.3f | %.2f | %.0f |%n",
                    change,
                    before.toStrong(),
                    before.toWeak(),
                    before.strongShare(),
                    before.dollars(),
                    before.apgr(),
                    after.toStrong(),
                    after.toWeak(),
                    after.strongShare(),
                    after.dollars(),
                    after.apgr(),
                    after.cappedShare(),
                    after.cappedDollars(),
                    after.tokens());
            page.flush();
        }
    }
}
