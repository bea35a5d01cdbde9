package dev.tierwise.training;

import dev.tierwise.eval.command.ExitCodes;
import dev.tierwise.training.command.AdaptCommand;
import dev.tierwise.training.command.AuditCommand;
import dev.tierwise.training.command.DistillCommand;
import dev.tierwise.training.command.PriorCommand;
import dev.tierwise.training.command.StudyCommand;
import dev.tierwise.training.command.TrainCommand;
import dev.tierwise.training.datasets.DatasetsCommand;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of this module, behind {@code scripts/tierwise}, which end as {@link ExitCodes} says. */
@Command(
        name = "tierwise",
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
        return ExitCodes.on(new CommandLine(new Main())
                .addSubcommand(new TrainCommand())
                .addSubcommand(new AdaptCommand())
                .addSubcommand(new PriorCommand())
                .addSubcommand(new DistillCommand())
                .addSubcommand(new StudyCommand())
                .addSubcommand(new CommandLine(new DatasetsCommand()).addSubcommand(new AuditCommand()))
                .setCaseInsensitiveEnumValuesAllowed(true));
    }
}
