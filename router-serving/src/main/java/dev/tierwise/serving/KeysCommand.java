package dev.tierwise.serving;

import dev.tierwise.serving.config.ClientKeys;
import dev.tierwise.serving.config.file.Secret;
import java.io.PrintWriter;
import java.security.SecureRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes client keys for the proxy. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Makes client keys for the proxy.",
        synopsisSubcommandLabel = "COMMAND")
final class KeysCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: `keys new` makes a key");
    }

    /** Prints a new key once, and what to put into the configuration for it. */
    @Command(
            name = "new",
            mixinStandardHelpOptions = true,
            description = "Makes a key and prints it once, with the entry for `keys:` in the configuration.",
            footer = {"", "Example:", "  tierwise keys new --name checkout"})
    void create(
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            defaultValue = "client",
                            description = "What logs and metrics call the client (default: ${DEFAULT-VALUE}).")
                    String name) {
        if (!ClientKeys.isName(name)) {
            throw new ParameterException(
                    spec.commandLine(), "--name " + name + " is no name: it may hold letters, digits, . _ -");
        }
        Secret key = ClientKeys.newKey(new SecureRandom());
        PrintWriter out = spec.commandLine().getOut();
        out.println("key:    " + key.reveal());
        out.println("        Give it to the client now: it is stored nowhere and cannot be shown again.");
        out.println("config: keys:");
        out.println("          - {name: " + name + ", sha256: " + ClientKeys.hash(key) + "}");
        out.flush();
    }
}
