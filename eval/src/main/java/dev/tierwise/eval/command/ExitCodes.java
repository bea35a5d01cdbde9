package dev.tierwise.eval.command;

import dev.tierwise.core.io.BadInputException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * How a command of Tierwise ends: 0 where all went well, 2 for arguments or input to be mended, 1 for any other failure.
 * A failure is one line on stderr; with TIERWISE_DEBUG=1 its stack trace comes first.
 */
public final class ExitCodes {
    private static final String DEBUG = "TIERWISE_DEBUG";

    private ExitCodes() {}

    /** Makes a command and its subcommands end like that; to be called after the last subcommand was added. */
    public static CommandLine on(CommandLine command) {
        String version = ExitCodes.class.getPackage().getImplementationVersion();
        versioned(command, version == null ? "development" : version);
        return command.setExecutionExceptionHandler(ExitCodes::handle)
                .setParameterExceptionHandler((e, _) -> mistaken(e))
                .setExecutionStrategy(ExitCodes::run);
    }

    private static void versioned(CommandLine command, String version) {
        command.getCommandSpec().version(version);
        command.getSubcommands().values().forEach(subcommand -> versioned(subcommand, version));
    }

    /** A wrong word is answered with a sentence; the whole help would hide it. */
    private static int mistaken(ParameterException e) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println(e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        // To its users, each command is one of `tierwise`, whichever module it lives in.
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        err.printf(
                "Try `tierwise%s --help`.%n",
                spec.qualifiedName().substring(spec.root().name().length()));
        err.flush();
        return ExitCode.USAGE;
    }

    /** More rows than the heap has room for are nobody's mistake, and no reason for a stack trace. */
    private static int run(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } catch (OutOfMemoryError e) {
            PrintWriter err = parsed.commandSpec().commandLine().getErr();
            debug(e, err);
            err.printf(
                    "out of memory (%s): the heap may have %d MB; give it more by the variable TIERWISE_JAVA_OPTS, such as"
                            + " -Xmx8g%n",
                    e.getMessage(), Runtime.getRuntime().maxMemory() >> 20);
            err.flush();
            return ExitCode.SOFTWARE;
        }
    }

    private static int handle(Exception failure, CommandLine command, ParseResult parsed) {
        debug(failure, command.getErr());
        command.getErr().println(sentence(failure));
        command.getErr().flush();
        return failure instanceof BadInputException ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    private static void debug(Throwable failure, PrintWriter err) {
        if ("1".equals(System.getenv(DEBUG))) {
            failure.printStackTrace(err);
        }
    }

    /** An exception of ours says all there is to say; of another one the type is half the message. */
    private static String sentence(Exception failure) {
        String message = failure.getMessage();
        String type = failure.getClass().getSimpleName();
        boolean ours = failure.getClass().getPackageName().startsWith("dev.tierwise");
        return message == null ? type : ours ? message : type + ": " + message;
    }
}
