package dev.tierwise.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelsCommandTest {
    private final StringWriter out = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void anUnknownPriceIsAnAlarmAndNoZero() throws IOException {
        Path file = Files.writeString(folder.resolve("tierwise.yaml"), """
                providers: {a: {base_url: "http://127.0.0.1:9/v1"}}
                models:
                  known: {provider: a, model: x, price: {input: 2.50, output: 10}, region: eu, capabilities: [tools], languages: [de]}
                  guess: {provider: a, model: y, fallbacks: [known]}
                """);

        int exitCode = new CommandLine(new ModelsCommand())
                .setOut(new PrintWriter(out))
                .execute("--config", file.toString());

        assertThat(exitCode).isOne();
        assertThat(out.toString().lines().filter(line -> line.startsWith("known")))
                .singleElement()
                .satisfies(line -> assertThat(line.split("\\s+"))
                        .containsSequence("known", "2.50", "2.50", "10", "?", "estimated", "eu", "tools", "de"));
        assertThat(out.toString()).contains("ALARM: guess has no price");
    }
}
