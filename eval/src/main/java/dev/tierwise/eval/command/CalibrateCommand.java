package dev.tierwise.eval.command;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import dev.tierwise.eval.calibrate.Chooser;
import dev.tierwise.eval.calibrate.Goal;
import dev.tierwise.eval.calibrate.HalvesCheck;
import dev.tierwise.eval.calibrate.Outlook;
import dev.tierwise.eval.metrics.Bootstrap;
import dev.tierwise.eval.metrics.Columns;
import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.scores.BundleScores;
import dev.tierwise.eval.scores.RouterScores;
import dev.tierwise.eval.scores.ScoreSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code calibrate} command: a threshold for one router, and what it means. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Chooses a threshold for a router: from a share of strong calls, a quality floor, or a bound on loss.",
            "Use prompts like those you will serve, which the router was not trained on."
        },
        footer = {
            "",
            "What is promised:",
            "  --strong-share S   S of all prompts go to strong, on average. Without --data,",
            "                     from the quantiles in the bundle.",
            "  --quality Q        mean quality is at least Q times strong's on another sample",
            "                     of this size, with --confidence (default .95).",
            "  --max-loss A       the expected loss of the next prompt is at most A (conformal",
            "                     risk control): true on average over samples, any one may do",
            "                     worse. With --confidence C it is a high-probability bound:",
            "                     the mean loss of another sample of this size is at most A",
            "                     with probability C.",
            "The loss of a prompt sent to weak is what strong would have added, 0 where weak",
            "did as well.",
            "",
            "Examples:",
            "  tierwise calibrate --router models/default --strong-share 0.3",
            "  tierwise calibrate --router models/default --data mine.csv \\",
            "      --strong gpt-4 --weak mixtral --max-loss 0.02",
            "  tierwise calibrate --router models/default --data mine.csv \\",
            "      --strong gpt-4 --weak mixtral --quality 0.95 --check 200"
        })
public final class CalibrateCommand implements Callable<Integer> {
    /** What can be asked of a bundle's quantiles; the rest is about labelled prompts. */
    private static final Set<String> WITHOUT_DATA = Set.of("--router", "--strong-share", "--json");

    @Mixin
    private RouterOptions routerOptions = new RouterOptions();

    @Option(names = "--data", paramLabel = "FILE", description = "Labelled prompts: wide, labelled or pairwise CSV.")
    private @Nullable Path data;

    @ArgGroup(multiplicity = "1")
    private GoalOptions goal = new GoalOptions();

    @Option(
            names = "--confidence",
            paramLabel = "C",
            description = "Probability that a quality floor or a bound on loss holds on another sample of this size.")
    private @Nullable Double confidence;

    @Mixin
    private DataOptions dataOptions = new DataOptions();

    @Option(
            names = "--check",
            paramLabel = "N",
            defaultValue = "0",
            description = "Also choose on one random half and measure on the other, N times: how far to trust it.")
    private int check;

    @Mixin
    private DrawOptions drawOptions = new DrawOptions();

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    /** Exactly one of these. */
    static final class GoalOptions {
        @Option(names = "--strong-share", paramLabel = "S", description = "Share of prompts for strong, in 0..1.")
        private @Nullable Double strongShare;

        @Option(names = "--quality", paramLabel = "Q", description = "Part of strong's quality to keep, in 0..1.")
        private @Nullable Double quality;

        @Option(names = "--max-loss", paramLabel = "A", description = "Largest mean loss, in the unit of the scores.")
        private @Nullable Double maxLoss;
    }

    @Override
    public Integer call() throws IOException {
        Goal wanted = goal();
        if (routerOptions.count() != 1) {
            throw new BadInputException("a threshold belongs to one router: give one --router or one --scores, not "
                    + routerOptions.count());
        }
        Bootstrap bootstrap = drawOptions.bootstrap();
        if (check < 0 || check == 1 || check > DrawOptions.MOST_ROUNDS) {
            throw new BadInputException("--check " + check + " is neither 0 nor in 2.." + DrawOptions.MOST_ROUNDS);
        }
        PrintWriter out = spec.commandLine().getOut();
        try (OpenRouters routers = routerOptions.open().requirePairs()) {
            out.print(answer(wanted, routers.sources().getFirst(), bootstrap));
        }
        out.flush();
        return 0;
    }

    private String answer(Goal wanted, ScoreSource source, Bootstrap bootstrap) throws IOException {
        if (data == null) {
            return fromBundle(wanted, source);
        }
        EvalSet set = dataOptions.reader().read(data);
        double strong = Columns.mean(set.strong(), set.weight());
        if (wanted instanceof Goal.Quality && !(strong > 0)) {
            throw new BadInputException(String.format(
                    Locale.ROOT,
                    "%s: the strong tier's mean score is %.4f, and a part of what is not above 0 is no floor; use"
                            + " --max-loss",
                    data,
                    strong));
        }
        if (check > 0 && set.rows() < 2) {
            throw new BadInputException(data + ": --check cuts the rows in two halves, and there is one row;"
                    + " label more prompts, or leave --check out");
        }
        if (source.wasTrainedOn(Digests.sha256(data))) {
            spec.commandLine()
                    .getErr()
                    .println("Note: " + source.name() + " was trained on this very file, so nothing that is"
                            + " promised here holds; calibrate on other prompts.");
        }
        RouterScores scores = source.over(set);
        double threshold = Chooser.threshold(set, scores, wanted);
        Outlook outlook = Outlook.of(set, scores, threshold, bootstrap);
        HalvesCheck halves = check == 0 ? null : HalvesCheck.run(set, scores, wanted, check, drawOptions.seed());
        return json
                ? CalibrationText.json(wanted, set, source.name(), outlook, halves)
                : CalibrationText.text(wanted, set, source.name(), outlook, halves);
    }

    private String fromBundle(Goal wanted, ScoreSource source) {
        if (!(wanted instanceof Goal.StrongShare(double share)) || !(source instanceof BundleScores bundle)) {
            throw new BadInputException("--data is missing: only --strong-share with --router can be answered without"
                    + " labelled prompts, from the quantiles in the bundle");
        }
        List<String> idle = spec.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !WITHOUT_DATA.contains(name))
                .distinct()
                .toList();
        if (!idle.isEmpty()) {
            throw new BadInputException(String.join(" and ", idle)
                    + " would be about labelled prompts, and none are given; add --data FILE, or leave it out");
        }
        double threshold = bundle.bundle().thresholdForStrongShare(share);
        return json
                ? CalibrationText.json(wanted, source.name(), threshold)
                : String.format(
                        Locale.ROOT,
                        "threshold %s%nThat sent %.1f %% of the bundle's own calibration prompts to strong. Prompts of"
                                + " another kind may score otherwise:%ngive --data to calibrate on yours.%n",
                        CalibrationText.threshold(threshold),
                        100 * share);
    }

    private Goal goal() {
        try {
            if (goal.strongShare != null) {
                if (confidence != null) {
                    throw new BadInputException(
                            "--confidence has no meaning with --strong-share; leave it out, or use --quality or --max-loss");
                }
                return new Goal.StrongShare(goal.strongShare);
            }
            if (goal.quality != null) {
                return new Goal.Quality(goal.quality, confidence == null ? 0.95 : confidence);
            }
            return new Goal.MaxLoss(
                    goal.maxLoss == null ? Double.NaN : goal.maxLoss,
                    confidence == null ? OptionalDouble.empty() : OptionalDouble.of(confidence));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }
}
