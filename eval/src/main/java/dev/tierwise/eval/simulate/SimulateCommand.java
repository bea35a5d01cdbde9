package dev.tierwise.eval.simulate;

import dev.tierwise.eval.simulate.SimulatedProvider.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code simulate} command: the simulated provider until it is told to stop. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a model provider without a model, on loopback: OpenAI's and Anthropic's wire.",
            "Models: sim-strong, sim-weak, sim-embed, and sim-FAULT for each fault below, which the header "
                    + "x-sim-fault asks for, too. -N sets a fault's number; -once behind it fails the first request "
                    + "of a prompt only. GET /_sim/requests lists what was seen, DELETE forgets it."
        },
        footer = {
            "",
            "Examples:",
            "  tierwise simulate --port 9090 --pace 20ms",
            "  tierwise simulate --replay $TIERWISE_DATASETS/routellm-gsm8k-responses.jsonl",
            "",
            "Faults (with what N is without being said):"
        })
public final class SimulateCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            defaultValue = "9090",
            description = "Port on 127.0.0.1; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--pace",
            defaultValue = "20ms",
            converter = PaceConverter.class,
            description = "Time between the tokens of a stream, as 20ms or 1s (default: ${DEFAULT-VALUE}).")
    private Duration pace = Duration.ZERO;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description =
                    "Recorded answers, one {\"prompt\", \"responses\": {MODEL: TEXT}} per line, the strong model first.")
    private @Nullable Path replay;

    private @Nullable CommandSpec spec;

    @Spec
    void spec(CommandSpec own) {
        this.spec = own;
        own.usageMessage()
                .footer(Stream.concat(
                                Arrays.stream(own.usageMessage().footer()),
                                Fault.descriptions().entrySet().stream()
                                        .map(e -> String.format(Locale.ROOT, "  %-17s %s", e.getKey(), e.getValue())))
                        .toArray(String[]::new));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new CommandLine.ParameterException(commandLine(), "--port " + port + " is not in 0..65535");
        }
        try (SimulatedProvider provider = SimulatedProvider.start(new Options(port, pace, replay))) {
            commandLine().getOut().println("ready " + provider.uri());
            commandLine().getOut().flush();
            new CountDownLatch(1).await();
        }
        return CommandLine.ExitCode.OK;
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("run through picocli");
        }
        return spec.commandLine();
    }

    static final class PaceConverter implements CommandLine.ITypeConverter<Duration> {
        private static final Pattern PACE = Pattern.compile("(\\d{1,9})(us|ms|s)");

        @Override
        public Duration convert(String value) {
            Matcher matcher = PACE.matcher(value);
            if (!matcher.matches()) {
                throw new CommandLine.TypeConversionException(
                        "'" + value + "' is not a pace: give a number and us, ms or s, as 20ms");
            }
            long number = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "us" -> Duration.ofNanos(number * 1000);
                case "ms" -> Duration.ofMillis(number);
                default -> Duration.ofSeconds(number);
            };
        }
    }
}
