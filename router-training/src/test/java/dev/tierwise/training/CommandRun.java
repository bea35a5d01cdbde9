package dev.tierwise.training;

import dev.tierwise.eval.command.ExitCodes;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * What a command left behind that was run as {@link Main} runs it.
 *
 * @param out all it printed on stdout
 * @param err all it printed on stderr
 */
public record CommandRun(int exitCode, String out, String err) {
    /** Runs a whole command line. */
    public static CommandRun ofLine(String... args) {
        return execute(Main.commandLine(), args);
    }

    /** Runs one command that a test has built. */
    public static CommandRun of(Object command, String... args) {
        return execute(ExitCodes.on(new CommandLine(command)), args);
    }

    private static CommandRun execute(CommandLine line, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode =
                line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
