package dev.tierwise.eval;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.eval.command.Calibrate;
import dev.tierwise.eval.command.Evaluate;
import dev.tierwise.eval.route.RouteCommand;
import dev.tierwise.eval.simulate.Simulate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParseResult;

/** The commands of this module. Exit code 0, 1 where a command failed, 2 for bad arguments or input to be mended. */
@Command(
        name = "tierwise-eval",
        mixinStandardHelpOptions = true,
        description = "Measures routers, chooses thresholds, routes prompts, and simulates a provider.",
        subcommands = {Evaluate.class, Calibrate.class, RouteCommand.class, Simulate.class})
public final class Main {
    private static final String DEBUG = "TIERWISE_DEBUG";

    private Main() {}

    public static void main(String... args) {
        // Plots are drawn in memory, on machines without a display.
        System.setProperty("java.awt.headless", "true");
        System.exit(commandLine().execute(args));
    }

    /** The command line, for tests that give it streams of their own. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(Main::handle);
    }

    private static int handle(Exception failure, CommandLine command, ParseResult parsed) {
        if ("1".equals(System.getenv(DEBUG))) {
            failure.printStackTrace(command.getErr());
        }
        if (failure instanceof BadInputException) {
            command.getErr().println(failure.getMessage());
            return ExitCode.USAGE;
        }
        String message = failure.getMessage();
        command.getErr().println(failure.getClass().getSimpleName() + (message == null ? "" : ": " + message));
        return ExitCode.SOFTWARE;
    }
}
