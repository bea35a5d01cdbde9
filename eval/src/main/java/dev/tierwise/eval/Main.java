package dev.tierwise.eval;

import dev.tierwise.eval.command.CalibrateCommand;
import dev.tierwise.eval.command.EvaluateCommand;
import dev.tierwise.eval.command.ExitCodes;
import dev.tierwise.eval.command.RouteCommand;
import dev.tierwise.eval.conduct.ConductCommand;
import dev.tierwise.eval.simulate.SimulateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of this module, which end as {@link ExitCodes} says. */
@Command(
        name = "tierwise",
        mixinStandardHelpOptions = true,
        description =
                "Measures routers, chooses thresholds, routes prompts, simulates a provider, and tries proxies on its faults.",
        subcommands = {
            EvaluateCommand.class,
            CalibrateCommand.class,
            RouteCommand.class,
            SimulateCommand.class,
            ConductCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String... args) {
        // Plots are drawn in memory, on machines without a display.
        System.setProperty("java.awt.headless", "true");
        System.exit(commandLine().execute(args));
    }

    /** The command line, for tests that give it streams of their own. */
    static CommandLine commandLine() {
        return ExitCodes.on(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true));
    }
}
