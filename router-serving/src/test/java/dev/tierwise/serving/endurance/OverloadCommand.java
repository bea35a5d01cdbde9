package dev.tierwise.serving.endurance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Four times the admission limit for a while, printed. */
@Command(
        name = "overload",
        mixinStandardHelpOptions = true,
        description = "Sends the proxy four times as many requests as it admits and prints what became of them.")
final class OverloadCommand implements Callable<Integer> {
    @Option(names = "--seconds", defaultValue = "60", description = "How long (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("tierwise-overload");
        return Overload.run(folder, Duration.ofSeconds(10), Duration.ofSeconds(seconds), System.out).stream()
                        .allMatch(phase -> phase.others() == 0)
                ? 0
                : 1;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new OverloadCommand()).execute(args));
    }
}
