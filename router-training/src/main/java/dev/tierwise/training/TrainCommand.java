package dev.tierwise.training;

import dev.tierwise.core.bundle.Manifest.Figure;
import dev.tierwise.core.bundle.Manifest.Measured;
import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.data.ReadOptions.Shape;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.data.TieRule.Ties;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.eval.command.Contaminated;
import dev.tierwise.training.head.HeadFamily;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code train}. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Learns from labelled prompts which of them need the strong model, and writes a router bundle.",
        footer = {
            "",
            "The CSV has one of three shapes, told from its header:",
            "  wide      prompt, and a numeric column per model",
            "  labelled  prompt and label (1 strong needed, 0 weak suffices, or a probability),",
            "            or winner = strong|weak|tie",
            "  pairwise  model_a, model_b, prompt and winner, or the Arena's one-hot columns",
            "Optional columns: id, category, weight, contaminated (1: left out).",
            "",
            "Examples:",
            "  tierwise train --data mine.csv --out models/mine",
            "  tierwise train --data graded.csv --strong gpt-4 --weak mixtral --out models/pair",
            "  tierwise train --data arena.csv --strong gpt-4,claude-1 --weak vicuna-13b --ties half --out models/arena"
        })
public final class TrainCommand implements Callable<Integer> {
    private static final int MIN_TOKENS = 8;
    private static final int MAX_TOKENS = 512;

    @Option(
            names = "--data",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "Labelled prompts; several files are measured one by one and fitted together.")
    private List<Path> data = List.of();

    @Option(
            names = "--strong",
            split = ",",
            paramLabel = "NAME",
            description = "The strong tier: columns (wide) or models (pairwise); several make one tier, their mean.")
    private List<String> strong = List.of();

    @Option(names = "--weak", split = ",", paramLabel = "NAME", description = "The weak tier, alike.")
    private List<String> weak = List.of();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the bundle goes.")
    private Path out = Path.of("");

    @Option(
            names = "--out-of-fold",
            paramLabel = "FILE",
            description = "Also write the cross-validation's scores as id,score, for evaluate --scores.")
    private @Nullable Path outOfFold;

    @Option(names = "--force", description = "Replace an existing bundle.")
    private boolean force;

    @Option(
            names = "--head",
            paramLabel = "FAMILY",
            description = "logistic, gain or fm; without it the best in cross-validation is taken.")
    private @Nullable String head;

    @Option(
            names = "--ties",
            paramLabel = "RULE",
            description = "What a tie is to the strong tier: weak (no win), half, or drop. Default: ${DEFAULT-VALUE}.")
    private Ties ties = Ties.WEAK;

    @Option(
            names = "--margin",
            paramLabel = "M",
            description = "Strong wins where strong - weak > M. Default: ${DEFAULT-VALUE}.")
    private double margin;

    @Option(
            names = "--format",
            paramLabel = "SHAPE",
            description = "wide, labelled or pairwise, where the header misleads.")
    private Shape format = Shape.AUTO;

    @Option(
            names = "--contaminated",
            paramLabel = "WHAT",
            description = "Rows marked contaminated: drop or keep. Default: drop.")
    private Contaminated contaminated = Contaminated.DROP;

    @Option(
            names = "--encoder",
            paramLabel = "DIR",
            description =
                    "Another sentence encoder: a folder with an ONNX file and tokenizer.json. It becomes part of the"
                            + " bundle. Default: the built-in all-MiniLM-L6-v2.")
    private @Nullable Path encoder;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Tokens the encoder reads of a prompt; the rest is cut off. Default: ${DEFAULT-VALUE}.")
    private int maxTokens = 256;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of splits, fits and bootstrap. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--cache", paramLabel = "DIR", description = "Where embeddings are kept between runs.")
    private Path cache = EmbeddingCache.defaultFolder();

    @Option(names = "--no-cache", description = "Encode everything anew and keep nothing.")
    private boolean noCache;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (maxTokens < MIN_TOKENS || maxTokens > MAX_TOKENS) {
            throw usage("--max-tokens " + maxTokens + " is not in " + MIN_TOKENS + ".." + MAX_TOKENS);
        }
        if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
            throw usage("--margin " + margin + " is not 0 or more");
        }
        TrainOptions options = new TrainOptions(
                data,
                new ReadOptions(format, strong, weak, contaminated == Contaminated.KEEP, RoutingText.DEFAULT),
                new TieRule(ties, margin),
                Optional.ofNullable(head).map(this::family),
                Optional.ofNullable(encoder),
                maxTokens,
                noCache ? Optional.empty() : Optional.of(cache),
                seed,
                out,
                Optional.ofNullable(outOfFold),
                force,
                commandLine());
        print(new Train(options, Clock.systemUTC()).run());
        return 0;
    }

    private HeadFamily family(String label) {
        return Arrays.stream(HeadFamily.values())
                .filter(family -> family.label().equals(label))
                .findFirst()
                .orElseThrow(() -> usage("--head " + label + " is not one of "
                        + Arrays.stream(HeadFamily.values())
                                .map(HeadFamily::label)
                                .collect(Collectors.joining(", "))));
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    /** The command as it could be typed again on another machine. */
    private String commandLine() {
        StringBuilder line = new StringBuilder("scripts/tierwise train");
        data.forEach(file -> line.append(" --data ").append(portable(file)));
        append(line, "--strong", String.join(",", strong));
        append(line, "--weak", String.join(",", weak));
        append(line, "--head", head == null ? "" : head);
        append(line, "--ties", ties == Ties.WEAK ? "" : ties.name().toLowerCase(Locale.ROOT));
        append(line, "--margin", margin == 0 ? "" : Double.toString(margin));
        append(line, "--format", format == Shape.AUTO ? "" : format.name().toLowerCase(Locale.ROOT));
        append(line, "--max-tokens", maxTokens == 256 ? "" : Integer.toString(maxTokens));
        append(line, "--seed", seed == 1 ? "" : Long.toString(seed));
        append(line, "--encoder", encoder == null ? "" : portable(encoder));
        return line.append(contaminated == Contaminated.KEEP ? " --contaminated keep" : "")
                .append(" --out ")
                .append(portable(out))
                .toString();
    }

    /** A path without the folders of this machine: relative as it was typed, or by the variable that names the data. */
    private static String portable(Path path) {
        String datasets = System.getenv("TIERWISE_DATASETS");
        if (!path.isAbsolute()) {
            return path.toString();
        }
        boolean ofDatasets = datasets != null && path.startsWith(Path.of(datasets));
        return ofDatasets ? "$TIERWISE_DATASETS/" + Path.of(datasets).relativize(path) : LabelledPrompts.name(path);
    }

    private static void append(StringBuilder line, String option, String value) {
        if (!value.isEmpty()) {
            line.append(' ').append(option).append(' ').append(value);
        }
    }

    private void print(Trained trained) {
        PrintWriter page = spec.commandLine().getOut();
        trained.account().forEach(page::println);
        page.printf(
                Locale.ROOT,
                "%d rows; head %s: %s%n",
                trained.manifest().training().rows(),
                trained.manifest().head().kind(),
                trained.manifest().head().reason());
        page.printf(
                Locale.ROOT,
                "calibrated (%s) on %d rows used for nothing else: AUROC %.4f before, %.4f after; parity %.1e%n%n",
                trained.manifest().head().calibration(),
                trained.calibrationRows(),
                trained.aurocRaw(),
                trained.aurocCalibrated(),
                trained.parity());
        for (Measured measured : trained.manifest().metrics()) {
            page.printf(Locale.ROOT, "%s, %d rows, %s%n", measured.dataset(), measured.rows(), measured.split());
            Map<String, Figure> figures = measured.figures();
            figures.forEach(
                    (name, figure) -> page.printf(Locale.ROOT, "  %-18s %s%n", name, ModelCard.interval(figure)));
        }
        page.printf("%nwrote %s%n", out);
        page.flush();
    }
}
