package dev.tierwise.eval.command;

import dev.tierwise.core.io.BadInputException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParseResult;

/**
 * How a command of Tierwise ends: 0 where all went well, 2 for arguments or input to be mended, 1 for any other failure.
 * A failure is one line on stderr; with TIERWISE_DEBUG=1 its stack trace comes first.
 */
public final class ExitCodes {
    private static final String DEBUG = "TIERWISE_DEBUG";

    private ExitCodes() {}

    /** Makes a command and its subcommands end like that; to be called after the last subcommand was added. */
    public static CommandLine on(CommandLine command) {
        return command.setExecutionExceptionHandler(ExitCodes::handle);
    }

    private static int handle(Exception failure, CommandLine command, ParseResult parsed) {
        if ("1".equals(System.getenv(DEBUG))) {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().println(sentence(failure));
        command.getErr().flush();
        return failure instanceof BadInputException ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    /** An exception of ours says all there is to say; of another one the type is half the message. */
    private static String sentence(Exception failure) {
        String message = failure.getMessage();
        String type = failure.getClass().getSimpleName();
        boolean ours = failure.getClass().getPackageName().startsWith("dev.tierwise");
        return message == null ? type : ours ? message : type + ": " + message;
    }
}
