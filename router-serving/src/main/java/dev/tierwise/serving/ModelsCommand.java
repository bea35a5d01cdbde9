package dev.tierwise.serving;

import dev.tierwise.core.catalog.Price;
import dev.tierwise.serving.config.ConfigLoader;
import dev.tierwise.serving.config.Model;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The catalogue as a table. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = "Prints the models of a configuration: prices, windows, capabilities, regions; checked.",
        footer = {
            "",
            "Exit code 1 where a price is unknown: its usage could not be billed, and cost would be a guess.",
            "",
            "Example:",
            "  tierwise models --config tierwise.yaml"
        })
final class ModelsCommand implements Callable<Integer> {
    private static final String UNKNOWN = "?";

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The proxy's configuration.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private Path config;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Model> models = List.copyOf(
                ConfigLoader.load(config, System.getenv()).config().models().values());
        PrintWriter out = spec.commandLine().getOut();
        List<List<String>> table = new ArrayList<>();
        table.add(List.of(
                "model",
                "input $/M",
                "cached",
                "output",
                "window",
                "tokens",
                "region",
                "capabilities",
                "languages",
                "policies",
                "quality",
                "fallbacks"));
        models.forEach(model -> table.add(row(model)));
        print(out, table);
        List<String> alarms = models.stream()
                .filter(model -> model.price() == null)
                .map(model -> "ALARM: " + model.id() + " has no price; its usage cannot be billed")
                .toList();
        alarms.forEach(out::println);
        out.flush();
        return alarms.isEmpty() ? 0 : 1;
    }

    private static List<String> row(Model model) {
        Price price = model.price();
        return List.of(
                model.id(),
                price == null ? UNKNOWN : price.input().toPlainString(),
                price == null ? UNKNOWN : price.cachedInput().toPlainString(),
                price == null ? UNKNOWN : price.output().toPlainString(),
                known(model.contextWindow()),
                model.tokenizer() == null ? "estimated" : "counted",
                known(model.region()),
                model.capabilities() == null
                        ? "assumed"
                        : model.capabilities().stream()
                                .map(one -> one.name().toLowerCase(Locale.ROOT))
                                .sorted()
                                .collect(Collectors.joining(",")),
                model.languages().isEmpty() ? "all" : String.join(",", model.languages()),
                String.join(",", model.policies()),
                known(model.quality()),
                String.join(",", model.fallbacks()));
    }

    private static String known(@Nullable Object value) {
        return value == null ? UNKNOWN : value.toString();
    }

    private static void print(PrintWriter out, List<List<String>> table) {
        int columns = table.getFirst().size();
        int[] width = new int[columns];
        table.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                width[i] = Math.max(width[i], row.get(i).length());
            }
        });
        for (List<String> row : table) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(width[i] - row.get(i).length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
