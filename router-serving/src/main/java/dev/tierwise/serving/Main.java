package dev.tierwise.serving;

import dev.tierwise.core.io.BadInputException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands of the serving jar; without one of their names, arguments are those of {@code serve}. */
@Command(
        name = "tierwise",
        mixinStandardHelpOptions = true,
        description = "The proxy and what belongs to it.",
        subcommands = {
            ServeCommand.class,
            KeysCommand.class,
            ConfigCommand.class,
            ModelsCommand.class,
            RouteConfigCommand.class
        })
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    Main() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: `serve --config FILE` runs the proxy");
    }

    public static void main(String[] args) {
        // The ahead-of-time cache cannot hold picocli, whose classes are too old for it: a tenth of a second to start.
        if (args.length == 3 && args[0].equals("serve") && args[1].equals("--config")) {
            System.exit(usual(Path.of(args[2])));
        }
        boolean bare = args.length > 0
                && Arrays.stream(args).anyMatch(arg -> arg.startsWith("--config"))
                && args[0].startsWith("--");
        System.exit(commandLine(bare ? new ServeCommand() : new Main()).execute(args));
    }

    /** {@code serve --config FILE}, as the command line would run it. */
    private static int usual(Path config) {
        try {
            return new ServeCommand(config).call();
        } catch (BadInputException e) {
            System.err.println(e.getMessage());
            return ExitCode.USAGE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.SOFTWARE;
        }
    }

    /** The command line, for tests that give it streams of their own. */
    static CommandLine commandLine(Object command) {
        CommandLine line = new CommandLine(command);
        versioned(line, Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "development"));
        return line.setParameterExceptionHandler((e, _) -> mistaken(e)).setExecutionExceptionHandler((e, failed, _) -> {
            if (e instanceof BadInputException) {
                failed.getErr().println(e.getMessage());
                return ExitCode.USAGE;
            }
            throw e;
        });
    }

    private static void versioned(CommandLine line, String version) {
        line.getCommandSpec().version(version);
        line.getSubcommands().values().forEach(command -> versioned(command, version));
    }

    /** A wrong word is answered with a sentence; the whole help would hide it. */
    private static int mistaken(ParameterException e) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println(e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.printf("Try `%s --help`.%n", e.getCommandLine().getCommandSpec().qualifiedName());
        err.flush();
        return ExitCode.USAGE;
    }
}
