package dev.tierwise.eval.command;

import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.eval.metrics.Bootstrap;
import dev.tierwise.eval.pool.ModelScores;
import dev.tierwise.eval.pool.PoolResult;
import dev.tierwise.eval.pool.TierBundle;
import dev.tierwise.eval.report.FileResult;
import dev.tierwise.eval.report.JsonReport;
import dev.tierwise.eval.report.Report;
import dev.tierwise.eval.report.ReportFolder;
import dev.tierwise.eval.report.TextReport;
import dev.tierwise.eval.rows.EvalSetReader;
import dev.tierwise.eval.rows.FileNames;
import dev.tierwise.eval.scores.Baselines;
import dev.tierwise.eval.scores.ScoreSource;
import dev.tierwise.eval.strategy.Checks;
import dev.tierwise.eval.strategy.RecordedAnswers;
import dev.tierwise.eval.strategy.StrategyEvaluation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code evaluate} command: every threshold of every router on labelled prompts. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sweeps every threshold of some routers over labelled prompts and reports what is saved and what is lost,",
            "with 95 %% intervals, beside the baselines random, length, category-mean, oracle, always-strong, always-weak."
        },
        footer = {
            "",
            "Examples:",
            "  tierwise evaluate --router models/default --data mmlu.csv \\",
            "      --strong gpt-4 --weak mixtral --out reports/mmlu",
            "  tierwise evaluate --scores mine=mine.csv theirs.csv --data mmlu.csv \\",
            "      --strong gpt-4 --weak mixtral --price gpt-4=10,30 --price mixtral=0.6,0.6",
            "  tierwise evaluate --router models/default --data mmlu.csv \\",
            "      --strong gpt-4 --weak mixtral --fail-under apgr=.65",
            "",
            "Exit code 0; 1 where a limit of --fail-under or --fail-over is not kept;",
            "2 for input to be mended."
        })
public final class EvaluateCommand implements Callable<Integer> {
    @Mixin
    private RouterOptions routerOptions = new RouterOptions();

    @Option(
            names = "--data",
            paramLabel = "FILE",
            arity = "1..*",
            required = true,
            description = "Labelled prompts: wide, labelled or pairwise CSV. Each file is a table of its own.")
    private List<Path> data = List.of();

    @Option(
            names = "--model-scores",
            paramLabel = "[NAME=]FILE",
            description =
                    "A router among many models: a CSV of id and one column of predicted quality per priced model.")
    private List<String> modelScores = List.of();

    @Mixin
    private DataOptions dataOptions = new DataOptions();

    @Option(
            names = "--answers",
            paramLabel = "FILE",
            description =
                    "Recorded answers, JSON lines of id and responses by model: compares always-strong, classifier,"
                            + " cascade, both together and speculative drafts. Needs prices and single models.")
    private @Nullable Path answers;

    @Option(
            names = "--check",
            paramLabel = "CHECK",
            description =
                    "What a cascade asks of the weak answer: candour, arithmetic, length=MIN-MAX, pattern=REGEX, or"
                            + " one of your own. Repeatable; candour where left out.")
    private List<String> checks = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for report.html, report.json, points.csv and plots; nothing is written without it.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print report.json instead of tables.")
    private boolean json;

    @Mixin
    private DrawOptions drawOptions = new DrawOptions();

    @Option(
            names = "--shuffle-labels",
            description = "Control: deal the outcomes out anew between rows; every router must come out at chance.")
    private boolean shuffle;

    @Option(
            names = "--fail-under",
            paramLabel = "FIGURE=MIN",
            description = "Exit with 1 where a router's figure is lower, for example apgr=.65. Repeatable.")
    private Map<String, Double> failUnder = Map.of();

    @Option(
            names = "--fail-over",
            paramLabel = "FIGURE=MAX",
            description = "Exit with 1 where a router's figure is higher, for example cpt50=.35. Repeatable.")
    private Map<String, Double> failOver = Map.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Gate gate = new Gate(failUnder, failOver);
        requireUsable(gate);
        Bootstrap bootstrap = drawOptions.bootstrap();
        List<ModelScores> chooserScores =
                modelScores.stream().map(ModelScores::read).toList();
        Set<String> amongMany;
        List<FileResult> files = new ArrayList<>();
        try (OpenRouters routers = routerOptions.open()) {
            Choosers choosers = new Choosers(chooserScores, routers.tiers());
            amongMany = choosers.names();
            amongMany.forEach(gate::requireAiqAlone);
            RouterOptions.requireDistinct(Stream.of(
                            routers.sources().stream().map(ScoreSource::name),
                            routers.tiers().stream().map(TierBundle::name),
                            chooserScores.stream().map(ModelScores::name))
                    .flatMap(names -> names));
            requireNoBaselines(Stream.concat(routers.sources().stream().map(ScoreSource::name), amongMany.stream()));
            EvalSetReader reader = dataOptions.reader(routers.tiers().stream()
                    .flatMap(tier -> tier.models().stream())
                    .toList());
            FileEvaluation evaluation = new FileEvaluation(
                    reader, routers.sources(), choosers, bootstrap, shuffle, strategies(reader.options(), bootstrap));
            for (Path file : data) {
                files.add(evaluation.of(file));
            }
        }
        print(new Report(command(), bootstrap, shuffle, files));
        List<String> failures = gate.failures(files, amongMany);
        failures.forEach(spec.commandLine().getErr()::println);
        return failures.isEmpty() ? 0 : 1;
    }

    /** What can be refused before anything is read. */
    private void requireUsable(Gate gate) {
        if (!gate.isEmpty() && routerOptions.isEmpty() && modelScores.isEmpty()) {
            throw new BadInputException("--fail-under and --fail-over hold routers to a limit, and none is given;"
                    + " add --router, --scores or --model-scores");
        }
        if (answers == null && !checks.isEmpty()) {
            throw new BadInputException("--check is asked of recorded answers, and none are given; add --answers FILE");
        }
        // Tables go by a file's name, plots by what can be a file's name of it.
        FileNames.requireDistinct(data, ReportFolder::stem);
        if (out != null) {
            ReportFolder.requireWritable(out);
        }
    }

    /** A router called like what it is compared with would be taken for it, or be left out beside it. */
    private static void requireNoBaselines(Stream<String> routers) {
        routers.filter(name -> Baselines.NAMES.contains(name) || name.equals(PoolResult.MIXTURES))
                .findFirst()
                .ifPresent(name -> {
                    throw new BadInputException("a router is called \"" + name + "\", as what routers are compared with"
                            + " is; name scores with --scores NAME=FILE, or rename a bundle's folder");
                });
    }

    private @Nullable StrategyEvaluation strategies(ReadOptions tiers, Bootstrap bootstrap) {
        if (answers == null) {
            return null;
        }
        if (tiers.strong().size() != 1 || tiers.weak().size() != 1) {
            throw new BadInputException("--answers compares two models; name one with --strong and one with --weak");
        }
        return new StrategyEvaluation(
                bootstrap,
                RecordedAnswers.read(answers),
                (checks.isEmpty() ? List.of("candour") : checks)
                        .stream().map(Checks::of).toList());
    }

    private void print(Report report) throws IOException {
        PrintWriter print = spec.commandLine().getOut();
        print.print(json ? JsonReport.text(report) : TextReport.of(report));
        print.flush();
        if (out != null) {
            ReportFolder.write(report, out);
        }
    }

    private String command() {
        return "tierwise "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs());
    }
}
