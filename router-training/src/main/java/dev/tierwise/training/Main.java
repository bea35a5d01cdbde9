package dev.tierwise.training;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.training.datasets.DatasetsCommand;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParseResult;

/** The commands of this module, behind {@code scripts/tierwise}. Exit codes: 0 fine, 1 failed, 2 bad input or usage. */
@Command(
        name = "tierwise-training",
        description = "Train routers, and fetch data to train them on.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

    private Main() {}

    public static void main(String[] args) {
        // Tribuo reports every fit; a command speaks for itself.
        TRIBUO.setLevel(Level.WARNING);
        System.exit(commandLine().execute(args));
    }

    /** The whole command line. */
    static CommandLine commandLine() {
        return withExitCodes(new CommandLine(new Main())
                .addSubcommand(new TrainCommand())
                .addSubcommand(new DatasetsCommand())
                .setCaseInsensitiveEnumValuesAllowed(true));
    }

    /** Lets a command's failures end in one line on stderr and the house's exit codes. */
    static CommandLine withExitCodes(CommandLine command) {
        return command.setExecutionExceptionHandler(Main::report);
    }

    private static int report(Exception problem, CommandLine command, ParseResult parsed) {
        if ("1".equals(System.getenv("TIERWISE_DEBUG"))) {
            problem.printStackTrace(command.getErr());
        } else {
            String message = problem.getMessage();
            command.getErr().println(message == null ? problem.toString() : message);
        }
        command.getErr().flush();
        return problem instanceof BadInputException ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }
}
