package dev.tierwise.training.command;

import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.eval.command.OutcomeOptions;
import dev.tierwise.training.bundle.LabelledRun;
import dev.tierwise.training.rows.LabelledPrompts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which labelled prompts are read and what their labels mean; the same options in every command that learns. */
final class LabelOptions {
    private static final String DATASETS = "$TIERWISE_DATASETS/";
    private static final Pattern PLAIN = Pattern.compile("[\\w./:=,@%+-]*");

    @Option(
            names = "--data",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "Labelled prompts; several files are measured one by one and fitted together.")
    private List<Path> data = List.of();

    @Mixin
    private OutcomeOptions outcomes = new OutcomeOptions();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of splits, fits and bootstrap. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Mixin
    private CacheOptions cache = new CacheOptions();

    /** All of these and where the bundle goes. */
    LabelledRun run(Path out, boolean force, String command) {
        return new LabelledRun(data(), read(), ties(), cache(), seed(), out, force, command);
    }

    List<Path> data() {
        return data;
    }

    ReadOptions read() {
        return outcomes.read(RoutingText.DEFAULT);
    }

    TieRule ties() {
        return outcomes.ties();
    }

    long seed() {
        return seed;
    }

    Optional<Path> cache() {
        return cache.folder();
    }

    /** Adds what was asked for to a command line that can be typed again on another machine. */
    void appendTo(StringBuilder line) {
        data.forEach(file -> append(line, "--data", portable(file)));
        outcomes.given().forEach((option, value) -> append(line, option, value));
        append(line, "--seed", seed == 1 ? "" : Long.toString(seed));
    }

    /** A path without the folders of this machine: relative as it was typed, or by the variable that names the data. */
    static String portable(Path path) {
        String datasets = System.getenv("TIERWISE_DATASETS");
        if (!path.isAbsolute()) {
            return path.toString();
        }
        boolean ofDatasets = datasets != null && path.startsWith(Path.of(datasets));
        return ofDatasets ? DATASETS + Path.of(datasets).relativize(path) : LabelledPrompts.name(path);
    }

    /** Adds an option and its value, quoted where a shell would make something else of it; nothing where it is empty. */
    static void append(StringBuilder line, String option, String value) {
        if (!value.isEmpty()) {
            line.append(' ').append(option).append(' ').append(quoted(value));
        }
    }

    private static String quoted(String value) {
        String folder = value.startsWith(DATASETS) ? DATASETS : "";
        String rest = value.substring(folder.length());
        return folder + (PLAIN.matcher(rest).matches() ? rest : "'" + rest.replace("'", "'\\''") + "'");
    }
}
