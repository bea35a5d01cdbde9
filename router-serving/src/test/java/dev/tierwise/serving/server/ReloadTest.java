package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.serving.anthropic.WireTranslations;
import dev.tierwise.serving.config.ClientKeys;
import dev.tierwise.serving.config.Config;
import dev.tierwise.serving.config.ConfigLoader;
import dev.tierwise.serving.config.file.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new configuration may change while the socket stays. */
class ReloadTest {
    private static final String MODELS = """
            providers:
              sim: {wire: openai, base_url: "http://127.0.0.1:9/v1"}
            models:
              small: {provider: sim, model: sim-weak}
            """;

    @TempDir
    Path folder;

    private Config load(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("tierwise.yaml"), yaml + MODELS);
        return ConfigLoader.load(file, Map.of()).config();
    }

    @Test
    void keepsAskingForKeysWhileTheOldAddressIsOpen() throws Exception {
        String key = "keys: [{name: tester, sha256: %s}]\n".formatted(ClientKeys.hash(new Secret("tw-test-key")));
        Config open = load("server: {host: 0.0.0.0, port: 0}\n" + key);
        Config keyless = load("server: {host: 127.0.0.1, port: 0}\nkeys: []\n");
        Config keyed = load("server: {host: 127.0.0.1, port: 0}\n" + key);
        PrintStream console = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try (HttpClient client = HttpClient.newHttpClient();
                ProxyServer server =
                        ProxyServer.start(open, new WireTranslations(Clock.systemUTC())::between, console)) {
            assertThatThrownBy(() -> server.reload(keyless))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("0.0.0.0")
                    .hasMessageContaining("no client keys");
            assertThat(models(client, server)).isEqualTo(401);
            assertThat(server.reload(keyed))
                    .as("the address waits for a restart")
                    .isFalse();
            assertThat(models(client, server)).isEqualTo(401);
        }
    }

    @Test
    void keepsAskingForKeysWhereAFileHasNoneAnyMore() throws Exception {
        String here = "server: {port: 0}\n";
        String key = "keys: [{name: tester, sha256: %s}]\n".formatted(ClientKeys.hash(new Secret("tw-test-key")));
        PrintStream console = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try (HttpClient client = HttpClient.newHttpClient();
                ProxyServer server = ProxyServer.start(
                        load(here + key), new WireTranslations(Clock.systemUTC())::between, console)) {
            Config keyless = load(here);
            assertThatThrownBy(() -> server.reload(keyless))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("no client keys any more");
            assertThat(models(client, server)).isEqualTo(401);
        }
    }

    @Test
    void saysOfWhatWaitsForARestartThatNotAllIsInForce() throws Exception {
        String here = "server: {port: 0}\n";
        PrintStream console = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try (ProxyServer server =
                ProxyServer.start(load(here), new WireTranslations(Clock.systemUTC())::between, console)) {
            assertThat(server.reload(load(here + "telemetry: {otlp_endpoint: \"http://127.0.0.1:9\"}\n")))
                    .isFalse();
            assertThat(server.reload(load(here + "limits: {max_depth: 9}\n"))).isFalse();
            assertThat(server.reload(load(here + "log: {access: false}\n"))).isFalse();
            assertThat(server.reload(
                            load(here + "routers: {a: {models: [small], stages: [{objective: {cost: 1}}]}}\n")))
                    .isTrue();
        }
    }

    @Test
    void saysThatAllIsInForceWhereNothingOfThatChanged() throws Exception {
        String redacting = "server: {port: 0}\nlog: {prompts: true, redact: [\"id [0-9]+\"]}\n";
        PrintStream console = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try (ProxyServer server =
                ProxyServer.start(load(redacting), new WireTranslations(Clock.systemUTC())::between, console)) {
            assertThat(server.reload(load(redacting))).isTrue();
        }
    }

    private static int models(HttpClient client, ProxyServer server) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.uri().getPort() + "/v1/models");
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
