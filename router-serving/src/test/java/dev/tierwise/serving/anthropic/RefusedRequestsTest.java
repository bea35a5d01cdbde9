package dev.tierwise.serving.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tierwise.eval.simulate.SimulatedProvider;
import dev.tierwise.serving.api.JsonTrees;
import dev.tierwise.serving.config.ConfigLoader;
import dev.tierwise.serving.server.ProxyServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client of the running proxy is told where a provider's wire cannot say what it asked. */
class RefusedRequestsTest {
    private static SimulatedProvider provider;
    private static ProxyServer proxy;
    private static HttpClient http;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        provider = SimulatedProvider.start(SimulatedProvider.Options.defaults());
        http = HttpClient.newHttpClient();
        Path file = Files.writeString(folder.resolve("config.yaml"), """
                server: {port: 0}
                log: {access: false}
                retries: {num_retries: 0}
                providers:
                  o: {wire: openai, base_url: "${SIM}/v1", api_key: a-long-key}
                  a: {wire: anthropic, base_url: "${SIM}/v1", api_key: a-long-key}
                models:
                  chat: {provider: o, model: sim-strong}
                  messages: {provider: a, model: sim-strong}
                  first-messages: {provider: a, model: sim-strong, fallbacks: [chat]}
                  down: {provider: o, model: sim-status-500, fallbacks: [messages]}
                """);
        proxy = ProxyServer.start(
                ConfigLoader.load(file, Map.of("SIM", provider.uri().toString()))
                        .config(),
                GoldenExchangesTest.TRANSLATIONS::between,
                new PrintStream(OutputStream.nullOutputStream()));
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
        http.close();
        provider.close();
    }

    @Test
    void aChatClientIsToldTheFieldInItsOwnShape() throws Exception {
        HttpResponse<byte[]> answer = post("chat/completions", "messages", "\"seed\":1");
        JsonNode error = JsonTrees.answer(answer.body()).path("error");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error.path("param").asText()).isEqualTo("seed");
        assertThat(error.path("code").asText()).isEqualTo("untranslatable");
        assertThat(error.path("message").asText()).isEqualTo("seed has no counterpart in Anthropic's messages");
    }

    @Test
    void anAnthropicClientIsToldTheFieldInItsOwnShape() throws Exception {
        HttpResponse<byte[]> answer = post("messages", "chat", "\"max_tokens\":9,\"top_k\":3");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JsonTrees.answer(answer.body()).path("type").asText()).isEqualTo("error");
        assertThat(JsonTrees.answer(answer.body()).path("error").path("message").asText())
                .isEqualTo("top_k has no counterpart in chat completions");
    }

    @Test
    void aModelThatSpeaksTheClientsOwnWireIsAskedInstead() throws Exception {
        HttpResponse<byte[]> answer = post("chat/completions", "first-messages", "\"seed\":1");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-router-model")).contains("chat");
    }

    @Test
    void aProviderThatFailedIsToldRatherThanTheOtherWireOfTheNext() throws Exception {
        HttpResponse<byte[]> answer = post("chat/completions", "down", "\"seed\":1");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(post("chat/completions", "down", "\"n\":1").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<byte[]> post(String endpoint, String model, String field) throws Exception {
        String body =
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]," + field + "}";
        return http.send(
                HttpRequest.newBuilder(proxy.uri().resolve("/v1/" + endpoint))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }
}
