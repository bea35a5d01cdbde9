package dev.tierwise.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.io.BadInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void convertPrintsTheConfigurationAndSaysWhatWasLostOnStandardError() throws IOException {
        Path file = Files.writeString(
                folder.resolve("litellm.yaml"),
                "model_list: [{model_name: a, litellm_params: {model: openai/x, temperature: 0}}]");
        assertThat(run("convert", file.toString())).isZero();
        assertThat(out.toString()).contains("models:\n  a:\n    provider: openai\n    model: x\n");
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(file + ":1: model_list[0].litellm_params.temperature was not carried over");
    }

    @Test
    void aFileThatDoesNotExistIsBadInput() {
        String missing = folder.resolve("none").toString();
        assertThat(run("convert", missing)).isEqualTo(2);
        assertThat(err.toString()).isEqualToIgnoringNewLines(missing + " does not exist");
    }

    @Test
    void schemaPrintsTheSchemaThatIsInDocs() throws IOException {
        assertThat(run("schema")).isZero();
        assertThat(out.toString())
                .isEqualToIgnoringNewLines(Files.readString(Path.of("..", "docs", "config.schema.json")));
    }

    private int run(String... args) {
        return new CommandLine(new ConfigCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((e, command, _) -> {
                    if (e instanceof BadInputException) {
                        command.getErr().println(e.getMessage());
                        return 2;
                    }
                    throw e;
                })
                .execute(args);
    }
}
