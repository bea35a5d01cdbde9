package dev.tierwise.eval.conduct;

import dev.tierwise.eval.conduct.Row.Recovery;
import dev.tierwise.eval.simulate.SimulatedProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code conduct} command: runs the simulated provider and puts a proxy in front of it through every fault. */
@Command(
        name = "conduct",
        mixinStandardHelpOptions = true,
        description = {
            "Puts an OpenAI-compatible proxy through every fault a provider can show, and prints what its client saw, "
                    + "what the provider saw, and a verdict. The provider is simulated and runs in this process.",
            "scripts/conduct does it with the proxy of this project."
        },
        footer = {
            "",
            "Exits with 1 where a row fails.",
            "",
            "Examples:",
            "  tierwise conduct --configure litellm > litellm.yaml",
            "  tierwise conduct --target http://127.0.0.1:4000 --rows 'cut|429'"
        })
public final class ConductCommand implements Callable<Integer> {
    /** Whose configuration is printed. */
    enum Proxy {
        TIERWISE,
        LITELLM,
        OTHER
    }

    @Option(names = "--target", paramLabel = "URL", description = "The proxy, without /v1.")
    private @Nullable URI target;

    @Option(
            names = "--provider-port",
            paramLabel = "PORT",
            defaultValue = "9095",
            description = "Where the simulated provider listens (default: ${DEFAULT-VALUE}).")
    private int providerPort;

    @Option(
            names = "--configure",
            paramLabel = "PROXY",
            description =
                    "Prints how a proxy is told of the provider and its models, and exits: ${COMPLETION-CANDIDATES}.")
    private @Nullable Proxy configure;

    @Option(names = "--rows", paramLabel = "REGEX", description = "Only rows whose name matches.")
    private String only = "";

    @Option(names = "--quick", description = "Leaves out the rows that take a minute.")
    private boolean quick;

    @Option(names = "--no-recovery", description = "Leaves out streams that must be carried on or held.")
    private boolean noRecovery;

    @Option(
            names = "--header",
            paramLabel = "NAME: VALUE",
            description = "Sent with each request; {primary} and {fallback} in it are a row's simulated models.")
    private List<String> headers = List.of();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    private @Nullable CommandSpec spec;

    @Spec
    void spec(CommandSpec own) {
        this.spec = own;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine line = commandLine();
        requireUsable(line);
        List<Row> rows = rows(line);
        PrintWriter out = line.getOut();
        if (configure != null) {
            out.print(
                    switch (configure) {
                        case TIERWISE -> Models.tierwise(rows, providerPort);
                        case LITELLM -> Models.liteLlm(rows, providerPort);
                        case OTHER -> Models.table(rows, providerPort);
                    });
            out.flush();
            return CommandLine.ExitCode.OK;
        }
        if (target == null) {
            throw new CommandLine.ParameterException(line, "give --target URL, or --configure PROXY");
        }
        List<Outcome> outcomes;
        try (SimulatedProvider provider =
                        SimulatedProvider.start(new SimulatedProvider.Options(providerPort, Duration.ZERO, null));
                Client client = new Client(target, headers)) {
            outcomes = new Suite(client, provider).run(rows, outcome -> told(line.getErr(), outcome));
        }
        out.print(json ? Tables.json(outcomes) : Tables.markdown(outcomes));
        out.flush();
        return outcomes.stream().allMatch(Outcome::passed) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void requireUsable(CommandLine line) {
        if (providerPort < 1 || providerPort > 65_535) {
            throw new CommandLine.ParameterException(line, "--provider-port " + providerPort + " is not in 1..65535");
        }
        try {
            if (target != null) {
                HttpRequest.newBuilder(target);
            }
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(
                    line, "--target " + target + " is no address of a proxy, give one like http://127.0.0.1:4000", e);
        }
        for (String header : headers) {
            try {
                // A row's models stand in place of what is in braces by the time it is sent.
                Client.addHeader(HttpRequest.newBuilder(), header.replaceAll("[{}]", ""));
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(
                        line, "--header \"" + header + "\" cannot be sent: " + e.getMessage(), e);
            }
        }
    }

    private List<Row> rows(CommandLine line) {
        try {
            Pattern pattern = Pattern.compile(only);
            return Rows.all().stream()
                    .filter(row -> pattern.matcher(row.name()).find())
                    .filter(row -> !quick || !row.isLong())
                    .filter(row -> !noRecovery || row.recovery() == Recovery.NONE)
                    .toList();
        } catch (PatternSyntaxException e) {
            throw new CommandLine.ParameterException(line, "--rows is no regular expression: " + e.getDescription(), e);
        }
    }

    private static synchronized void told(PrintWriter err, Outcome outcome) {
        err.printf("%-26s %s%n", outcome.row().name(), outcome.passed() ? "pass" : "FAIL: " + outcome.faults());
        err.flush();
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("run through picocli");
        }
        return spec.commandLine();
    }
}
