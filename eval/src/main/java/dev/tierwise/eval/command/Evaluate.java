package dev.tierwise.eval.command;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.eval.metrics.Bootstrap;
import dev.tierwise.eval.report.JsonReport;
import dev.tierwise.eval.report.Report;
import dev.tierwise.eval.report.ReportFolder;
import dev.tierwise.eval.report.TextReport;
import dev.tierwise.eval.router.RouterScores;
import dev.tierwise.eval.router.ScoresFile;
import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.rows.EvalSetReader;
import dev.tierwise.eval.sweep.DatasetResult;
import dev.tierwise.eval.sweep.Evaluation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
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
            "with 95 % intervals, beside the baselines random, length, category-mean, oracle, always-strong, always-weak."
        },
        footer = {
            "",
            "Examples:",
            "  tierwise evaluate --router models/default --data mmlu.csv --strong gpt-4 --weak mixtral --out reports/mmlu",
            "  tierwise evaluate --scores mine=mine.csv --scores theirs.csv --data mmlu.csv --strong gpt-4 --weak mixtral \\",
            "      --price gpt-4=10,30 --price mixtral=0.6,0.6",
            "  tierwise evaluate --router models/default --data mmlu.csv --strong gpt-4 --weak mixtral --fail-under apgr=.65",
            "",
            "Exit code 0; 1 where a limit of --fail-under or --fail-over is not kept; 2 for input to be mended."
        })
public final class Evaluate implements Callable<Integer> {
    @Option(
            names = "--scores",
            paramLabel = "[NAME=]FILE",
            description = "Any other router: a CSV of id,score, higher meaning strong first. Repeatable.")
    private List<String> scores = List.of();

    @Option(
            names = "--data",
            paramLabel = "FILE",
            arity = "1..*",
            required = true,
            description = "Labelled prompts: wide, labelled or pairwise CSV. Each file is a table of its own.")
    private List<Path> data = List.of();

    @Mixin
    private DataOptions dataOptions = new DataOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for report.html, report.json, points.csv and plots; nothing is written without it.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print report.json instead of tables.")
    private boolean json;

    @Option(
            names = "--bootstrap",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Rounds of the paired bootstrap (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of everything that is drawn (default: ${DEFAULT-VALUE}).")
    private long seed;

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
    public Integer call() throws IOException {
        Gate gate = new Gate(failUnder, failOver);
        List<ScoresFile> files = scores.stream().map(ScoresFile::read).toList();
        check(gate, files);
        Bootstrap bootstrap = new Bootstrap(rounds, seed);
        EvalSetReader reader = dataOptions.reader();
        List<DatasetResult> results = new ArrayList<>();
        for (Path file : data) {
            EvalSet read = reader.read(file);
            List<RouterScores> routers = files.stream().map(f -> f.over(read)).toList();
            EvalSet set = shuffle ? read.withShuffledOutcomes(seed) : read;
            results.add(new Evaluation(bootstrap).evaluate(set, routers));
        }
        Report report = new Report(command(), bootstrap, shuffle, results);
        PrintWriter print = spec.commandLine().getOut();
        print.print(json ? JsonReport.text(report) : TextReport.of(report));
        print.flush();
        if (out != null) {
            ReportFolder.write(report, out);
        }
        List<String> failures = gate.failures(results);
        failures.forEach(spec.commandLine().getErr()::println);
        return failures.isEmpty() ? 0 : 1;
    }

    private void check(Gate gate, List<ScoresFile> files) {
        Set<String> names = new HashSet<>();
        files.forEach(file -> {
            if (!names.add(file.name())) {
                throw new BadInputException(
                        "two routers are called \"" + file.name() + "\"; name them: --scores NAME=FILE");
            }
        });
        if (!gate.isEmpty() && names.isEmpty()) {
            throw new BadInputException("--fail-under and --fail-over hold routers to a limit, and none is given;"
                    + " add --router or --scores");
        }
        if (rounds < 1) {
            throw new BadInputException("--bootstrap " + rounds + " is not 1 or more");
        }
    }

    private String command() {
        return "tierwise evaluate "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs());
    }
}
