package dev.tierwise.eval;

import dev.tierwise.eval.command.Calibrate;
import dev.tierwise.eval.command.Evaluate;
import dev.tierwise.eval.command.ExitCodes;
import dev.tierwise.eval.conduct.Conduct;
import dev.tierwise.eval.route.RouteCommand;
import dev.tierwise.eval.simulate.Simulate;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of this module, which end as {@link ExitCodes} says. */
@Command(
        name = "tierwise",
        mixinStandardHelpOptions = true,
        description =
                "Measures routers, chooses thresholds, routes prompts, simulates a provider, and tries proxies on its faults.",
        subcommands = {Evaluate.class, Calibrate.class, RouteCommand.class, Simulate.class, Conduct.class})
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
