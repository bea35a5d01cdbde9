package dev.tierwise.training.command;

import dev.tierwise.core.bundle.Manifest;
import dev.tierwise.training.bundle.Prior;
import dev.tierwise.training.transfer.SourceFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code prior}. */
@Command(
        name = "prior",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Makes the router that adapt starts from, of wide files with many models and many tests.",
        footer = {
            "",
            "Example:",
            "  tierwise prior --data a.csv b.csv --without gsm8k,mmlu --alike mbpp,human_eval --out models/prior"
        })
public final class PriorCommand implements Callable<Integer> {
    @Mixin
    private SourceOptions sources = new SourceOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the bundle goes.")
    private Path out = Path.of("");

    @Option(names = "--force", description = "Replace an existing bundle.")
    private boolean force;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        StringBuilder line = new StringBuilder("scripts/tierwise prior");
        sources.appendTo(line);
        LabelOptions.append(line, "--out", LabelOptions.portable(out));
        SourceFiles files = sources.read();
        Manifest manifest =
                new Prior(files, sources::open, sources.cache(), Clock.systemUTC()).write(out, force, line.toString());
        PrintWriter page = spec.commandLine().getOut();
        files.account().forEach(page::println);
        FiguresText.print(page, manifest.metrics());
        page.printf("%nwrote %s%n", out);
        page.flush();
        return 0;
    }
}
