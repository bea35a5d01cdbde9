package dev.tierwise.training.command;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.WholeFile;
import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import dev.tierwise.core.prompt.encoder.PromptEncoder;
import dev.tierwise.training.distill.Distill;
import dev.tierwise.training.export.StaticExporter.Precision;
import dev.tierwise.training.rows.Encoding;
import dev.tierwise.training.transfer.SourceFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code distill}. */
@Command(
        name = "distill",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Makes a static embedding of a sentence encoder: a vector per token, summed in microseconds.",
        footer = {
            "",
            "Texts are all it needs, without labels: traffic of your own, or public prompts.",
            "",
            "Example:",
            "  tierwise distill --corpus prompts.csv --out models/static",
            "  tierwise train --data mine.csv --profile fast --encoder models/static --out models/mine-fast"
        })
public final class DistillCommand implements Callable<Integer> {
    private static final int FEWEST = 2;

    @Option(
            names = "--corpus",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "CSV files with the column prompt.")
    private List<Path> corpus = List.of();

    @Option(
            names = "--without",
            split = ",",
            paramLabel = "TEST",
            description = "Rows whose column benchmark says so are left out: those that a router is to be tested on.")
    private List<String> without = List.of();

    @Option(
            names = "--encoder",
            paramLabel = "DIR",
            description = "The sentence encoder: a folder with an ONNX file and tokenizer.json. Default: the built-in"
                    + " all-MiniLM-L6-v2.")
    private @Nullable Path encoder;

    @Mixin
    private LayersOption layers = new LayersOption();

    @Option(names = "--dimension", paramLabel = "D", description = "Numbers per token. Default: ${DEFAULT-VALUE}.")
    private int dimension = 64;

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            description = "int8 or float32, of which a number takes one byte or four. Default: int8.")
    private Precision precision = Precision.INT8;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the embedding goes.")
    private Path out = Path.of("");

    @Option(names = "--force", description = "Replace what distill wrote there before.")
    private boolean force;

    @Mixin
    private CacheOptions cache = new CacheOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (dimension < FEWEST) {
            throw new ParameterException(
                    spec.commandLine(), "--dimension " + dimension + " is under " + FEWEST + ", which is too few");
        }
        layers.requireBuiltIn(encoder == null);
        if (encoder != null) {
            WholeFile.requireNoneOf(out, List.of(encoder));
        }
        try (PromptEncoder teacher = encoder == null
                ? layers.open(Encoding.LAYERS_OF_TWO_TIERS, Encoding.MAX_TOKENS)
                : OnnxEncoder.fromFolder(encoder, Encoding.MAX_TOKENS)) {
            byte[] tokenizer = encoder == null
                    ? OnnxEncoder.miniLmTokenizer()
                    : Files.readAllBytes(encoder.resolve(OnnxEncoder.TOKENIZER));
            print(new Distill(teacher, tokenizer)
                    .write(corpus, SourceFiles.names(without), dimension, precision, cache.folder(), out, force));
            return 0;
        } catch (IOException e) {
            throw new BadInputException("the encoder in " + encoder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void print(Distill.Result result) {
        PrintWriter page = spec.commandLine().getOut();
        page.printf(
                Locale.ROOT,
                "%d texts, %d tokens of %d numbers, %.1f MiB%n"
                        + "mean cosine to the encoder, along the axes kept, on texts held out: %.3f of tokens alone, %.3f"
                        + " after learning from the others%n"
                        + "plain Java is within %.1e of the ONNX graph on every text%n%nwrote %s%n",
                result.texts(),
                result.tokens(),
                dimension,
                result.bytes() / 1024.0 / 1024,
                result.start(),
                result.learned(),
                result.parity(),
                out);
        page.flush();
    }
}
