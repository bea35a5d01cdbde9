package dev.tierwise.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.config.ClientKey;
import dev.tierwise.serving.config.ClientKeys;
import dev.tierwise.serving.config.Config;
import dev.tierwise.serving.config.ConfigLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KeysCommandTest {
    @TempDir
    Path folder;

    @Test
    void aNewKeyIsPrintedOnceWithAnEntryThatLoads() throws IOException {
        StringWriter out = new StringWriter();
        int code =
                new CommandLine(new KeysCommand()).setOut(new PrintWriter(out)).execute("new", "--name", "checkout");
        assertThat(code).isZero();

        String text = out.toString();
        String key = text.lines().findFirst().orElseThrow().replaceFirst("key:\\s+", "");
        assertThat(text.split(key, -1))
                .as("how often the key is printed, plus one")
                .hasSize(2);
        Path file = Files.writeString(folder.resolve("config.yaml"), text.substring(text.indexOf("keys:")));
        Config config = ConfigLoader.load(file, Map.of()).config();
        assertThat(new ClientKeys(config.keys()).find(key)).map(ClientKey::name).contains("checkout");
    }

    @Test
    void aNameThatTheConfigurationWouldRefuseIsRefused() {
        StringWriter err = new StringWriter();
        int code =
                new CommandLine(new KeysCommand()).setErr(new PrintWriter(err)).execute("new", "--name", "a b");
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--name a b is no name");
    }
}
