package dev.tierwise.serving.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ClientKeysTest {
    @Test
    void aKeyIsFoundByItselfAndByNothingElse() {
        SecureRandom random = new SecureRandom();
        List<Secret> secrets =
                Stream.generate(() -> ClientKeys.newKey(random)).limit(20).toList();
        ClientKeys keys = new ClientKeys(
                secrets.stream().map(secret -> entry(ClientKeys.hash(secret))).toList());

        for (Secret secret : secrets) {
            String key = secret.reveal();
            assertThat(keys.find(key)).map(ClientKey::sha256).contains(ClientKeys.hash(secret));
            assertThat(keys.find(key.substring(1))).isEmpty();
            assertThat(keys.find(key.substring(0, key.length() - 1))).isEmpty();
            assertThat(keys.find(key + " ")).isEmpty();
            assertThat(keys.find(ClientKeys.hash(secret)))
                    .as("the hash is no key")
                    .isEmpty();
        }
        assertThat(keys.find("")).isEmpty();
    }

    @Test
    void aNewKeyHas256BitsBehindItsPrefix() {
        assertThat(ClientKeys.newKey(new SecureRandom()).reveal()).matches("tw-[A-Za-z0-9_-]{43}");
    }

    @Test
    void theCommandPrintsTheKeyOnceAndAnEntryThatLoads() {
        StringWriter out = new StringWriter();
        int code =
                new CommandLine(new KeysCommand()).setOut(new PrintWriter(out)).execute("new", "--name", "checkout");
        assertThat(code).isZero();

        String text = out.toString();
        String key = text.lines().findFirst().orElseThrow().replaceFirst("key:\\s+", "");
        assertThat(text.split(key, -1))
                .as("how often the key is printed, plus one")
                .hasSize(2);
        String yaml = text.substring(text.indexOf("keys:"));
        Config config =
                ConfigLoader.load(yaml, "config.yaml", Path.of("."), Map.of()).config();
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

    private static ClientKey entry(String hash) {
        return new ClientKey("k", hash, List.of(), List.of(), null);
    }
}
