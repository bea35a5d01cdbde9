package dev.tierwise.serving;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.serving.api.ApiException;
import dev.tierwise.serving.config.ConfigLoader;
import dev.tierwise.serving.route.OfflineRouting;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Decides as the proxy would under a configuration, without a server and without asking anybody. */
@Command(
        name = "route",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Decides as the proxy would, stage by stage, and calls nobody: what /v1/route answers.",
        footer = {
            "",
            "Live signals (speed, circuits) are unknown here. One JSON line per request.",
            "",
            "Examples:",
            "  tierwise route --config tierwise.yaml \"Prove that e is irrational.\"",
            "  tierwise route --config tierwise.yaml --tags plan=paid --input bodies.jsonl"
        })
final class RouteConfigCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The proxy's configuration.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private Path config;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "router",
            description = "What a client would ask for.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private String model;

    @Option(names = "--key", paramLabel = "NAME", description = "The client key the request comes by, by its name.")
    private @Nullable String key;

    @Option(names = "--tags", paramLabel = "TAGS", description = "As in x-router-tags: plan=paid, urgent.")
    private @Nullable String tags;

    @Option(names = "--threshold", paramLabel = "T", description = "As in x-router-threshold.")
    private @Nullable String threshold;

    @Option(names = "--input", paramLabel = "FILE", description = "Chat bodies, one JSON object a line.")
    private @Nullable Path input;

    @Parameters(paramLabel = "PROMPT", arity = "0..1", description = "The prompt, where there is no --input.")
    private @Nullable String prompt;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if ((prompt == null) == (input == null)) {
            throw new ParameterException(spec.commandLine(), "give either a prompt or --input FILE");
        }
        PrintWriter err = spec.commandLine().getErr();
        try (OfflineRouting routing = OfflineRouting.open(
                ConfigLoader.load(config, System.getenv()).config(), warning -> err.println("warning: " + warning))) {
            for (byte[] body : bodies()) {
                spec.commandLine().getOut().println(routing.explain(body, model, key, threshold, tags));
            }
            spec.commandLine().getOut().flush();
        } catch (ApiException e) {
            throw new BadInputException(e.getMessage(), e);
        }
        return 0;
    }

    private List<byte[]> bodies() throws IOException {
        if (input != null) {
            try (var lines = Files.lines(input)) {
                return lines.filter(line -> !line.isBlank())
                        .map(line -> line.getBytes(StandardCharsets.UTF_8))
                        .toList();
            }
        }
        return List.of(OfflineRouting.chat(String.valueOf(prompt)));
    }
}
