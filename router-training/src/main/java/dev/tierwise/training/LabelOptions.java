package dev.tierwise.training;

import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.data.ReadOptions.Shape;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.data.TieRule.Ties;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.eval.command.Contaminated;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which labelled prompts are read and what their labels mean; the same options in every command that learns. */
final class LabelOptions {
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
            names = "--seed",
            paramLabel = "N",
            description = "Seed of splits, fits and bootstrap. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--cache", paramLabel = "DIR", description = "Where embeddings are kept between runs.")
    private Path cache = EmbeddingCache.defaultFolder();

    @Option(names = "--no-cache", description = "Encode everything anew and keep nothing.")
    private boolean noCache;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** All of these and where the bundle goes. */
    LabelledRun run(Path out, boolean force, String command) {
        return new LabelledRun(data(), read(), ties(), cache(), seed(), out, force, command);
    }

    List<Path> data() {
        return data;
    }

    ReadOptions read() {
        return new ReadOptions(format, strong, weak, contaminated == Contaminated.KEEP, RoutingText.DEFAULT);
    }

    TieRule ties() {
        if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
            throw new ParameterException(spec.commandLine(), "--margin " + margin + " is not 0 or more");
        }
        return new TieRule(ties, margin);
    }

    long seed() {
        return seed;
    }

    Optional<Path> cache() {
        return noCache ? Optional.empty() : Optional.of(cache);
    }

    /** Adds what was asked for to a command line that can be typed again on another machine. */
    void appendTo(StringBuilder line) {
        data.forEach(file -> line.append(" --data ").append(portable(file)));
        append(line, "--strong", String.join(",", strong));
        append(line, "--weak", String.join(",", weak));
        append(line, "--ties", ties == Ties.WEAK ? "" : ties.name().toLowerCase(Locale.ROOT));
        append(line, "--margin", margin == 0 ? "" : Double.toString(margin));
        append(line, "--format", format == Shape.AUTO ? "" : format.name().toLowerCase(Locale.ROOT));
        append(line, "--contaminated", contaminated == Contaminated.KEEP ? "keep" : "");
        append(line, "--seed", seed == 1 ? "" : Long.toString(seed));
    }

    /** A path without the folders of this machine: relative as it was typed, or by the variable that names the data. */
    static String portable(Path path) {
        String datasets = System.getenv("TIERWISE_DATASETS");
        if (!path.isAbsolute()) {
            return path.toString();
        }
        boolean ofDatasets = datasets != null && path.startsWith(Path.of(datasets));
        return ofDatasets ? "$TIERWISE_DATASETS/" + Path.of(datasets).relativize(path) : LabelledPrompts.name(path);
    }

    static void append(StringBuilder line, String option, String value) {
        if (!value.isEmpty()) {
            line.append(' ').append(option).append(' ').append(value);
        }
    }
}
