package dev.tierwise.training.command;

import dev.tierwise.core.data.Observation;
import dev.tierwise.core.data.ObservationReader;
import dev.tierwise.training.audit.DataAudit;
import dev.tierwise.training.rows.LabelledPrompts;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code datasets audit}. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Look for repeated, contradicting and nearly repeated prompts, in labelled files, between them, and"
                        + " in files that routers are to be evaluated on.",
        footer = {
            "",
            "Example:",
            "  tierwise datasets audit --data train.csv --strong gpt-4 --weak mixtral --against test.csv"
        })
public final class AuditCommand implements Callable<Integer> {
    @Mixin
    private LabelOptions labels = new LabelOptions();

    @Option(
            names = "--against",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Labelled prompts of the same shape that must not stand in --data.")
    private List<Path> against = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter page = spec.commandLine().getOut();
        LabelledPrompts prompts = LabelledPrompts.read(labels.data(), labels.read(), labels.ties());
        // All files before any work, so that one that cannot be read leaves no half of an answer.
        Map<Path, List<String>> others = new LinkedHashMap<>();
        against.forEach(file -> others.put(file, prompts(file)));
        DataAudit audit = DataAudit.of(prompts.observations());
        prompts.account().forEach(page::println);
        audit.repetitions().forEach(page::println);
        audit.shared().forEach(page::println);
        others.forEach(
                (file, texts) -> audit.leaks(LabelledPrompts.name(file), texts).forEach(page::println));
        page.flush();
        return 0;
    }

    /** As they stand in the file: nothing is trained on them, so that any number of them will do. */
    private List<String> prompts(Path file) {
        try (ObservationReader reader = ObservationReader.open(file, labels.read())) {
            return reader.readAll().stream().map(Observation::prompt).toList();
        }
    }
}
