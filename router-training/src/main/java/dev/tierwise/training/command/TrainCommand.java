package dev.tierwise.training.command;

import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.training.bundle.Profile;
import dev.tierwise.training.bundle.Train;
import dev.tierwise.training.bundle.TrainOptions;
import dev.tierwise.training.bundle.TrainTiers;
import dev.tierwise.training.bundle.Trained;
import dev.tierwise.training.head.HeadFamily;
import dev.tierwise.training.head.TreesPart;
import dev.tierwise.training.rows.Encoding;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "  tierwise train --data graded.csv --tiers small,medium,large --prices prices.csv --out models/three",
            "  tierwise train --data arena.csv --strong gpt-4,claude-1 --weak vicuna-13b --ties half --out models/arena"
        })
public final class TrainCommand implements Callable<Integer> {
    private static final int MIN_TOKENS = 8;
    private static final int MOST_TOKENS = 512;

    @Mixin
    private LabelOptions labels = new LabelOptions();

    @Mixin
    private TierOptions tiers = new TierOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the bundle goes.")
    private Path out = Path.of("");

    @Option(
            names = "--out-of-fold",
            paramLabel = "FILE",
            description = "Also write the cross-validation's scores as id,score,fold, for evaluate --scores.")
    private @Nullable Path outOfFold;

    @Option(names = "--force", description = "Replace an existing bundle.")
    private boolean force;

    @Option(
            names = "--head",
            paramLabel = "FAMILY",
            description = "logistic, gain, fm or stack; without it the best in cross-validation is taken.")
    private @Nullable String head;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            description = "accurate reads prompts with a sentence encoder, in milliseconds; fast with none or, by"
                    + " --encoder, a static one, in microseconds. Default: accurate.")
    private Profile profile = Profile.ACCURATE;

    @Option(
            names = "--no-teacher",
            description =
                    "Learn from the labels alone. Without it, the stack of a fast router with a static --encoder also"
                            + " learns from what the built-in sentence encoder reads of the training prompts; no decision"
                            + " waits for that.")
    private boolean noTeacher;

    @Option(
            names = "--encoder",
            paramLabel = "DIR",
            description =
                    "Another sentence encoder: a folder with an ONNX file and tokenizer.json. It becomes part of the"
                            + " bundle. Default: the built-in all-MiniLM-L6-v2.")
    private @Nullable Path encoder;

    @Mixin
    private LayersOption layers = new LayersOption();

    @Option(
            names = "--pooling",
            paramLabel = "HOW",
            description =
                    "apart gives question and answer options an embedding each, whole both one. Default: apart for"
                            + " two tiers where the encoder can, whole for more.")
    private @Nullable Pooling pooling;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Tokens the encoder reads of a prompt; the rest is cut off. Default: ${DEFAULT-VALUE}.")
    private int maxTokens = Encoding.MAX_TOKENS;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (maxTokens < MIN_TOKENS || maxTokens > MOST_TOKENS) {
            throw usage("--max-tokens " + maxTokens + " is not in " + MIN_TOKENS + ".." + MOST_TOKENS);
        }
        requireUsed();
        layers.requireBuiltIn(encoder == null && profile == Profile.ACCURATE);
        TrainOptions options = new TrainOptions(
                labels.run(out, force, commandLine()),
                Optional.ofNullable(head).map(this::family),
                profile,
                canBeTaught() && !noTeacher,
                Optional.ofNullable(encoder),
                layers.count(tiers.isEmpty() ? Encoding.LAYERS_OF_TWO_TIERS : Encoding.LAYERS_OF_MANY_TIERS),
                Optional.ofNullable(pooling),
                maxTokens,
                Optional.ofNullable(outOfFold));
        if (!tiers.isEmpty()) {
            return trainTiers(options);
        }
        if (options.head().isEmpty()) {
            TreesPart.missing()
                    .ifPresent(why -> spec.commandLine()
                            .getErr()
                            .println("the stack, which ranks best, is left out: " + why + "."));
        }
        print(new Train(options, Clock.systemUTC()).run());
        return 0;
    }

    private int trainTiers(TrainOptions options) {
        if (head != null
                || !options.run().read().strong().isEmpty()
                || !options.run().read().weak().isEmpty()) {
            throw usage("--tiers stands in place of --strong, --weak and --head");
        }
        Manifest manifest = new TrainTiers(
                        options,
                        tiers.read(options.run().data(), options.run().read().contaminated()),
                        Clock.systemUTC())
                .run();
        PrintWriter page = spec.commandLine().getOut();
        page.printf(
                "%d rows; %s%n%n", manifest.training().rows(), manifest.head().reason());
        print(page, manifest);
        return 0;
    }

    /** An option that would change nothing is a mistake, and would stand in the card as if it had. */
    private void requireUsed() {
        if (tiers.isEmpty()) {
            refuse(List.of("--price", "--prices"), "is about --tiers, and none are given");
        } else {
            refuse(
                    List.of("--ties", "--margin", "--format"),
                    "is about two tiers; with --tiers every column is a quality");
        }
        if (profile == Profile.FAST) {
            refuse(List.of("--max-tokens"), "is about a sentence encoder, and --profile fast has none that it bounds");
        }
        if (!canBeTaught()) {
            refuse(List.of("--no-teacher"), "is about the stack of a fast router that has a static --encoder");
        }
    }

    /** Whether there is a stack whose line sees an embedding that is not the teacher's own. */
    private boolean canBeTaught() {
        return profile == Profile.FAST
                && encoder != null
                && tiers.isEmpty()
                && (head == null || head.equals(HeadFamily.STACK.label()));
    }

    private void refuse(List<String> options, String why) {
        for (String option : options) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw usage(option + " " + why + "; leave it out");
            }
        }
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
        labels.appendTo(line);
        tiers.appendTo(line);
        LabelOptions.append(line, "--head", head == null ? "" : head);
        LabelOptions.append(line, "--profile", profile == Profile.ACCURATE ? "" : "fast");
        line.append(noTeacher ? " --no-teacher" : "");
        layers.appendTo(line);
        LabelOptions.append(
                line, "--pooling", pooling == null ? "" : pooling.name().toLowerCase(Locale.ROOT));
        LabelOptions.append(line, "--max-tokens", maxTokens == Encoding.MAX_TOKENS ? "" : Integer.toString(maxTokens));
        LabelOptions.append(line, "--encoder", encoder == null ? "" : LabelOptions.portable(encoder));
        return line.append(" --out ").append(LabelOptions.portable(out)).toString();
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
                "calibrated (%s) on %d rows by what had not been fitted to them: AUROC %.4f before, %.4f after; parity"
                        + " %.1e%n%n",
                trained.manifest().head().calibration(),
                trained.calibrationRows(),
                trained.aurocRaw(),
                trained.aurocCalibrated(),
                trained.parity());
        print(page, trained.manifest());
    }

    private void print(PrintWriter page, Manifest manifest) {
        FiguresText.print(page, manifest.metrics());
        page.printf("%nwrote %s%n", out);
        page.flush();
    }
}
