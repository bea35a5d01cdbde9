package dev.tierwise.eval;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * What a command printed and how it ended, run in this very JVM.
 *
 * @param code the exit code
 */
public record Commands(int code, String out, String err) {
    /** Runs one command line. */
    public static Commands run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        int code = command.execute(words);
        command.getOut().flush();
        command.getErr().flush();
        return new Commands(code, out.toString(), err.toString());
    }
}
