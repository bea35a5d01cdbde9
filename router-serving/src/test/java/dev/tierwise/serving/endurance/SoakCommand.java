package dev.tierwise.serving.endurance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Hours of everything at once, printed. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description =
                "Sends the proxy every fault, clients that leave and conversations that grow, and prints what it takes up.")
final class SoakCommand implements Callable<Integer> {
    @Option(names = "--minutes", defaultValue = "20", description = "How long (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(names = "--clients", defaultValue = "8", description = "Clients of each kind (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--bundle",
            defaultValue = "models/default",
            description = "Of the router (default: ${DEFAULT-VALUE}).")
    private Path bundle = Path.of("models/default");

    @Option(names = "--jar", description = "The proxy's jar; the classes of the build where left out.")
    private @Nullable Path jar;

    @Override
    public Integer call() throws Exception {
        Soak.Plan plan =
                new Soak.Plan(Duration.ofSeconds(60), Duration.ofMinutes(minutes), Duration.ofMinutes(1), clients);
        Soak.Result result = new Soak(Files.createTempDirectory("tierwise-soak"), System.out).run(plan, bundle, jar);
        return result.grown().isEmpty() && result.exitCode() == 0 ? 0 : 1;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new SoakCommand()).execute(args));
    }
}
