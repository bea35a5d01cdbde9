package dev.tierwise.serving;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.serving.config.KeysCommand;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of the serving jar; without one of their names, arguments are those of {@code serve}. */
@Command(
        name = "tierwise",
        mixinStandardHelpOptions = true,
        description = "The proxy and what belongs to it.",
        subcommands = {ServeCommand.class, KeysCommand.class, ConfigCommand.class})
public final class Main {
    private static final int BAD_INPUT = 2;

    private Main() {}

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
