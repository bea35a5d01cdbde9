package dev.tierwise.training.command;

import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.eval.rows.FileNames;
import dev.tierwise.training.rows.Encoding;
import dev.tierwise.training.transfer.SourceFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which wide files are read as sources of difficulty. */
final class SourceOptions {
    @Option(
            names = "--data",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "Wide files with the column benchmark; of a prompt in several the first counts.")
    private List<Path> data = List.of();

    @Option(names = "--without", split = ",", paramLabel = "TEST", description = "Tests whose rows are left out.")
    private List<String> without = List.of();

    @Option(
            names = "--alike",
            paramLabel = "TEST,TEST",
            description = "Tests of one kind, held out together when a source is scored; may be given several times.")
    private List<String> alike = List.of();

    @Mixin
    private LayersOption layers = new LayersOption();

    @Mixin
    private CacheOptions cache = new CacheOptions();

    SourceFiles read() {
        List<Set<String>> families = alike.stream()
                .map(tests -> SourceFiles.names(Arrays.asList(tests.split(","))))
                .toList();
        FileNames.requireDistinct(data, UnaryOperator.identity());
        SourceFiles files = new SourceFiles(without, families);
        data.forEach(files::read);
        files.requireTests();
        return files;
    }

    Optional<Path> cache() {
        return cache.folder();
    }

    /** Opens what reads the prompts. */
    Featurizer open() {
        return new Featurizer(layers.open(Encoding.LAYERS_OF_TWO_TIERS, Encoding.MAX_TOKENS), Pooling.APART);
    }

    void appendTo(StringBuilder line) {
        data.forEach(file -> LabelOptions.append(line, "--data", LabelOptions.portable(file)));
        LabelOptions.append(line, "--without", String.join(",", without));
        alike.forEach(tests -> LabelOptions.append(line, "--alike", tests));
        layers.appendTo(line);
    }
}
