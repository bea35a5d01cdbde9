package dev.tierwise.eval.command;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import dev.tierwise.eval.metrics.Bootstrap;
import dev.tierwise.eval.pool.ModelPool;
import dev.tierwise.eval.pool.ModelScores;
import dev.tierwise.eval.pool.PoolEvaluation;
import dev.tierwise.eval.pool.PoolResult;
import dev.tierwise.eval.pool.TierBundle;
import dev.tierwise.eval.report.JsonReport;
import dev.tierwise.eval.report.Report;
import dev.tierwise.eval.report.ReportFolder;
import dev.tierwise.eval.report.TextReport;
import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.rows.EvalSetReader;
import dev.tierwise.eval.rows.FileNames;
import dev.tierwise.eval.scores.Baselines;
import dev.tierwise.eval.scores.RouterScores;
import dev.tierwise.eval.scores.ScoreSource;
import dev.tierwise.eval.strategy.Checks;
import dev.tierwise.eval.strategy.RecordedAnswers;
import dev.tierwise.eval.strategy.StrategyEvaluation;
import dev.tierwise.eval.strategy.StrategyResult;
import dev.tierwise.eval.sweep.DatasetResult;
import dev.tierwise.eval.sweep.Sweep;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Bootstrap bootstrap = drawOptions.bootstrap();
        List<ModelScores> choosers = modelScores.stream().map(ModelScores::read).toList();
        List<DatasetResult> results = new ArrayList<>();
        Map<String, PoolResult> pools = new HashMap<>();
        Map<String, StrategyResult> strategies = new HashMap<>();
        Set<String> amongMany = new LinkedHashSet<>();
        try (OpenRouters routers = routerOptions.open()) {
            choosers.forEach(chooser -> amongMany.add(chooser.name()));
            routers.tiers().forEach(tier -> amongMany.add(tier.name()));
            amongMany.forEach(gate::requireAiqAlone);
            requireNoBaselines(Stream.concat(routers.sources().stream().map(ScoreSource::name), amongMany.stream()));
            EvalSetReader reader = dataOptions.reader(routers.tiers().stream()
                    .flatMap(tier -> tier.models().stream())
                    .toList());
            for (Path file : data) {
                if (answers != null) {
                    StrategyResult replayed = strategies(file, reader, routers.sources(), bootstrap, answers);
                    strategies.put(replayed.dataset(), replayed);
                }
                results.add(evaluate(file, reader, routers, new Sweep(bootstrap)));
                Optional<ModelPool> many = ModelPool.read(
                                file,
                                reader.prices(),
                                reader.tokens(),
                                reader.options().contaminated())
                        .map(pool -> shuffle ? pool.withShuffledOutcomes(drawOptions.seed()) : pool);
                if (many.isEmpty() && !amongMany.isEmpty()) {
                    throw new BadInputException(amongMany.iterator().next() + " chooses among many models, and " + file
                            + " has no three columns with a price; add --price COLUMN=INPUT,OUTPUT for each of them");
                }
                many.ifPresent(pool -> pools.put(
                        pool.file(),
                        new PoolEvaluation(bootstrap)
                                .evaluate(
                                        pool,
                                        Stream.concat(
                                                        choosers.stream().map(chooser -> chooser.over(pool)),
                                                        routers.tiers().stream().map(tier -> tier.over(pool)))
                                                .toList())));
            }
        }
        Report report = new Report(command(), bootstrap, shuffle, results, pools, strategies);
        PrintWriter print = spec.commandLine().getOut();
        print.print(json ? JsonReport.text(report) : TextReport.of(report));
        print.flush();
        if (out != null) {
            ReportFolder.write(report, out);
        }
        List<String> failures = gate.failures(results, pools, amongMany);
        failures.forEach(spec.commandLine().getErr()::println);
        return failures.isEmpty() ? 0 : 1;
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

    private EvalSet shuffledIfAsked(EvalSet set) {
        return shuffle ? set.withShuffledOutcomes(drawOptions.seed()) : set;
    }

    private DatasetResult evaluate(Path file, EvalSetReader reader, OpenRouters opened, Sweep sweep)
            throws IOException {
        List<ScoreSource> sources = opened.sources();
        EvalSet read = reader.read(file);
        List<RouterScores> routers =
                sources.stream().map(source -> source.over(read)).toList();
        DatasetResult result = sweep.over(shuffledIfAsked(read), routers);
        String digest = Digests.sha256(file);
        for (String name : Stream.concat(
                        sources.stream()
                                .filter(source -> source.wasTrainedOn(digest))
                                .map(ScoreSource::name),
                        opened.tiers().stream()
                                .filter(tier -> tier.wasTrainedOn(digest))
                                .map(TierBundle::name))
                .toList()) {
            result = result.withRemark(name + " was trained on this very file: its figures here say how well"
                    + " it remembers, not how well it routes.");
        }
        return result;
    }

    private StrategyResult strategies(
            Path file, EvalSetReader reader, List<ScoreSource> sources, Bootstrap bootstrap, Path recorded)
            throws IOException, InterruptedException {
        List<String> strong = reader.options().strong();
        List<String> weak = reader.options().weak();
        if (strong.size() != 1 || weak.size() != 1) {
            throw new BadInputException("--answers compares two models; name one with --strong and one with --weak");
        }
        EvalSet set = reader.read(file);
        return new StrategyEvaluation(
                        bootstrap,
                        RecordedAnswers.read(recorded),
                        (checks.isEmpty() ? List.of("candour") : checks)
                                .stream().map(Checks::of).toList())
                .evaluate(
                        shuffledIfAsked(set),
                        strong.getFirst(),
                        weak.getFirst(),
                        reader.prices(),
                        sources.stream().map(source -> source.over(set)).toList());
    }

    private String command() {
        return "tierwise "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs());
    }
}
