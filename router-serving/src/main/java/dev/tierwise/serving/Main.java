package dev.tierwise.serving;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.serving.config.KeysCommand;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands of the serving jar; without one of their names, arguments are those of {@code serve}. */
@Command(
        name = "tierwise",
        mixinStandardHelpOptions = true,
        description = "The proxy and what belongs to it.",
        subcommands = {ServeCommand.class, KeysCommand.class, ConfigCommand.class})
public final class Main implements Runnable {
    private static final int BAD_INPUT = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    private Main() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: `serve --config FILE` runs the proxy");
    }

    public static void main(String[] args) {
        boolean bare = args.length > 0
                && Arrays.stream(args).anyMatch(arg -> arg.startsWith("--config"))
                && args[0].startsWith("--");
        CommandLine line = bare ? new CommandLine(new ServeCommand()) : new CommandLine(new Main());
        line.setExecutionExceptionHandler((e, command, _) -> {
            if (e instanceof BadInputException) {
                command.getErr().println(e.getMessage());
                return BAD_INPUT;
            }
            throw e;
        });
        System.exit(line.execute(args));
    }
}
