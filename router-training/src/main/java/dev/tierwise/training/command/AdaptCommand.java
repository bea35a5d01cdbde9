package dev.tierwise.training.command;

import dev.tierwise.training.bundle.Adapt;
import dev.tierwise.training.bundle.Adapted;
import dev.tierwise.training.bundle.LabelledRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code adapt}. */
@Command(
        name = "adapt",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Turns a router into one for your own traffic, by a few hundred labelled prompts of it.",
        footer = {
            "",
            "Says how much it helped, by cross-validation on the labels, and warns where they are too few.",
            "",
            "Example:",
            "  tierwise adapt --router models/prior --data mine.csv --strong gpt-4 --weak mixtral --out models/mine"
        })
public final class AdaptCommand implements Callable<Integer> {
    @Option(names = "--router", required = true, paramLabel = "DIR", description = "The bundle to stand on.")
    private Path router = Path.of("");

    @Mixin
    private LabelOptions labels = new LabelOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the bundle goes.")
    private Path out = Path.of("");

    @Option(names = "--force", description = "Replace an existing bundle.")
    private boolean force;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        StringBuilder line =
                new StringBuilder("scripts/tierwise adapt --router ").append(LabelOptions.portable(router));
        labels.appendTo(line);
        LabelOptions.append(line, "--out", LabelOptions.portable(out));
        LabelledRun run = labels.run(out, force, line.toString());
        print(new Adapt(router, run, Clock.systemUTC()).run());
        return 0;
    }

    private void print(Adapted adapted) {
        PrintWriter page = spec.commandLine().getOut();
        adapted.account().forEach(page::println);
        FiguresText.print(page, adapted.manifest().metrics());
        adapted.warnings().forEach(warning -> page.println("warning: " + warning));
        page.printf("%nwrote %s%n", out);
        page.flush();
    }
}
