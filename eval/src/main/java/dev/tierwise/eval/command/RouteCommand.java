package dev.tierwise.eval.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.core.bundle.Manifest.Tier;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.bundle.Scored.Timings;
import dev.tierwise.core.explain.Explainer;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.IoReason;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Decision;
import dev.tierwise.core.strategy.Router;
import dev.tierwise.core.strategy.rank.Tiers;
import dev.tierwise.core.strategy.rank.Tiers.Rule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code route}. */
@Command(
        name = "route",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Decides for one prompt, or for a file of prompts, and calls nobody.",
        footer = {
            "",
            "One JSON line per prompt:",
            "  id, router, tier, model, win_probability, threshold, reason, timings_us;",
            "  with --explain also explanation",
            "",
            "Examples:",
            "  tierwise route --router models/default --threshold 0.3 \"Prove that e is irrational.\"",
            "  tierwise route --router models/default --strong-share 0.3 --input prompts.jsonl",
            "  generate | tierwise route --router models/default --threshold 0.3 --input -"
        })
public final class RouteCommand implements Callable<Integer> {
    private static final int PROMPT_COLUMN = 72;

    @Option(names = "--router", required = true, paramLabel = "DIR", description = "The bundle.")
    private Path router = Path.of("");

    @ArgGroup(multiplicity = "1")
    private Cut cut = new Cut();

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "JSON lines with \"prompt\" or \"messages\", and perhaps \"id\"; - is standard input.")
    private @Nullable String input;

    @Option(
            names = "--explain",
            description =
                    "Say what pushed each decision: kinds of features, words, nearest training categories, novelty.")
    private boolean explain;

    @Option(names = "--table", description = "Print a table for people instead of JSON lines.")
    private boolean table;

    @Parameters(paramLabel = "PROMPT", arity = "0..1", description = "The prompt, where there is no --input.")
    private @Nullable String prompt;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final ObjectMapper json = new ObjectMapper();

    /** @param suffices the threshold of a win probability, or the floor of a tier's quality where the bundle rates tiers */
    private record Deciding(
            RouterBundle bundle,
            Router router,
            double suffices,
            @Nullable Explainer explainer) {}

    /** Where strong begins. */
    static final class Cut {
        @Option(names = "--threshold", paramLabel = "T", description = "Strong from this win probability on, in 0..1.")
        private @Nullable Double threshold;

        @Option(
                names = "--strong-share",
                paramLabel = "S",
                description = "The threshold that sent this share of the calibration rows to strong, in 0..1.")
        private @Nullable Double strongShare;

        @Option(
                names = "--floor",
                paramLabel = "Q",
                description =
                        "For a bundle of several tiers: the first whose predicted quality is at least this, in 0..1.")
        private @Nullable Double floor;
    }

    @Override
    public Integer call() throws IOException {
        if ((prompt == null) == (input == null)) {
            throw new ParameterException(spec.commandLine(), "give either a prompt or --input FILE");
        }
        requireFraction("--threshold", cut.threshold);
        requireFraction("--strong-share", cut.strongShare);
        requireFraction("--floor", cut.floor);
        try (RouterBundle bundle = RouterBundle.open(router)) {
            Deciding deciding = deciding(bundle);
            if (table) {
                spec.commandLine().getOut().printf("%-8s %-8s %s%n", "win", "tier", "prompt");
            }
            if (prompt != null) {
                print("1", Prompt.of(prompt), deciding);
            } else if (input != null) {
                routeAll(input, deciding);
            }
        }
        return 0;
    }

    private Deciding deciding(RouterBundle bundle) {
        if (bundle.ratesTiers() != (cut.floor != null)) {
            throw new BadInputException(
                    bundle.ratesTiers()
                            ? router + " rates several tiers: say with --floor which quality suffices"
                            : router + " chooses between two tiers: give --threshold or --strong-share, not --floor");
        }
        if (cut.floor != null) {
            if (explain) {
                throw new BadInputException("--explain says what pushed a win probability, and " + router
                        + " has none: it rates several tiers");
            }
            List<String> models =
                    bundle.manifest().tiers().stream().map(RouteCommand::model).toList();
            Tiers tiers = new Tiers(models, new Rule.Floor(cut.floor), Map.of());
            return new Deciding(bundle, new Router("default", bundle, List.of(tiers)), cut.floor, null);
        }
        double threshold = threshold(bundle);
        return new Deciding(
                bundle, Router.of(bundle, threshold), threshold, explain ? Explainer.of(router, bundle) : null);
    }

    private double threshold(RouterBundle bundle) {
        if (cut.threshold != null) {
            return cut.threshold;
        }
        return bundle.thresholdForStrongShare(cut.strongShare == null ? 0 : cut.strongShare);
    }

    private void requireFraction(String option, @Nullable Double value) {
        if (value != null && !(value >= 0 && value <= 1)) {
            throw new ParameterException(spec.commandLine(), option + " " + value + " is not in [0,1]");
        }
    }

    private void routeAll(String file, Deciding deciding) throws IOException {
        if (!file.equals("-") && (!Files.exists(Path.of(file)) || Files.isDirectory(Path.of(file)))) {
            throw new BadInputException(file + " is not a file: --input takes JSON lines, or - for standard input");
        }
        try (BufferedReader in = reader(file)) {
            PromptLines lines = new PromptLines(file, in);
            for (PromptLines.Line line = lines.next(); line != null; line = lines.next()) {
                print(line.id(), line.prompt(), deciding);
            }
        }
    }

    private static BufferedReader reader(String file) {
        if (file.equals("-")) {
            // A decoder of its own says what is broken; the stream's would put question marks there.
            return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8.newDecoder()));
        }
        try {
            return Files.newBufferedReader(Path.of(file));
        } catch (IOException e) {
            throw new BadInputException(
                    file + " cannot be read (" + IoReason.of(e) + "); give a file of JSON lines", e);
        }
    }

    private void print(String id, Prompt asked, Deciding deciding) throws JsonProcessingException {
        Decision decision = deciding.router().decide(asked, candidates(deciding.bundle()));
        PrintWriter out = spec.commandLine().getOut();
        if (table) {
            String text = deciding.bundle().routingText().of(asked).replaceAll("\\s+", " ");
            String win = decision.winProbability().isPresent()
                    ? String.format(
                            Locale.ROOT, "%.4f", decision.winProbability().getAsDouble())
                    : "-";
            out.printf(
                    "%-8s %-8s %s%n",
                    win,
                    decision.chosen().tier(),
                    text.length() <= PROMPT_COLUMN ? text : text.substring(0, PROMPT_COLUMN - 3) + "...");
        } else {
            ObjectNode node = node(id, deciding.bundle(), decision, deciding.suffices());
            String text = deciding.bundle().routingText().of(asked);
            if (deciding.explainer() != null && !text.isBlank()) {
                node.putPOJO("explanation", deciding.explainer().explain(text).asMap());
            }
            out.println(json.writeValueAsString(node));
        }
        out.flush();
    }

    private ObjectNode node(String id, RouterBundle bundle, Decision decision, double suffices) {
        ObjectNode node = json.createObjectNode()
                .put("id", id)
                .put("router", bundle.manifest().name())
                .put("tier", decision.chosen().tier())
                .put("model", decision.chosen().model());
        decision.winProbability()
                .ifPresentOrElse(win -> node.put("win_probability", win), () -> node.putNull("win_probability"));
        if (bundle.ratesTiers()) {
            node.set(
                    "tier_quality", json.valueToTree(decision.steps().getFirst().looked()));
        }
        node.put(bundle.ratesTiers() ? "floor" : "threshold", suffices).put("reason", decision.reason());
        Timings timings = decision.timings();
        node.putObject("timings_us")
                .put("encode", timings.encode())
                .put("features", timings.features())
                .put("score", timings.score())
                .put("total", timings.total());
        return node;
    }

    private static List<Candidate> candidates(RouterBundle bundle) {
        return bundle.manifest().tiers().reversed().stream()
                .map(tier -> new Candidate(tier.name(), model(tier)))
                .toList();
    }

    private static String model(Tier tier) {
        return tier.models().isEmpty() ? tier.name() : String.join(",", tier.models());
    }
}
