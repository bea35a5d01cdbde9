package dev.tierwise.serving;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.serving.config.ConfigSchema;
import dev.tierwise.serving.litellm.LiteLlmConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What helps to write a configuration. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Helps to write the proxy's configuration.",
        synopsisSubcommandLabel = "COMMAND")
public final class ConfigCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: `config convert FILE` or `config schema`");
    }

    @Command(
            name = "convert",
            mixinStandardHelpOptions = true,
            description = {
                "Prints LiteLLM's config.yaml as a configuration of this proxy.",
                "What cannot be carried over is a comment at its head and a line on standard error."
            },
            footer = {"", "Example:", "  tierwise config convert litellm.yaml > config.yaml"})
    void convert(@Parameters(paramLabel = "FILE", description = "LiteLLM's config.yaml.") Path file) {
        LiteLlmConverter.Converted converted = LiteLlmConverter.convert(read(file), file.toString());
        converted.notes().forEach(spec.commandLine().getErr()::println);
        spec.commandLine().getErr().flush();
        spec.commandLine().getOut().print(converted.yaml());
        spec.commandLine().getOut().flush();
    }

    @Command(
            name = "schema",
            mixinStandardHelpOptions = true,
            description = "Prints the JSON Schema of the configuration, for editors and checks.")
    void schema() {
        spec.commandLine().getOut().println(ConfigSchema.json());
        spec.commandLine().getOut().flush();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new BadInputException(file + " does not exist", e);
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read as text: " + e.getMessage(), e);
        }
    }
}
