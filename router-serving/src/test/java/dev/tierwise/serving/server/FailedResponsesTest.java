package dev.tierwise.serving.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tierwise.serving.anthropic.WireTranslations;
import dev.tierwise.serving.config.ConfigLoader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream of the responses endpoint that ends by saying it failed. */
class FailedResponsesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CREATED = "{\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"error\":null}}";
    private static final String DELTA = "{\"type\":\"response.output_text.delta\",\"delta\":\"Hel\"}";
    private static final String FAILED =
            "{\"type\":\"response.failed\",\"response\":{\"id\":\"r\",\"status\":\"failed\","
                    + "\"error\":{\"code\":\"server_error\",\"message\":\"out of order\"}}}";
    private static final String COMPLETED =
            "{\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"status\":\"completed\"}}";

    @TempDir
    Path folder;

    @Test
    void isReplacedBeforeItsFirstOutputAndIsNoSuccessAfterIt() throws Exception {
        Path log = folder.resolve("d.jsonl");
        HttpServer provider = provider();
        Path file = Files.writeString(folder.resolve("tierwise.yaml"), """
                server: {port: 0}
                providers: {p: {wire: openai, base_url: "http://127.0.0.1:%d/v1", api_key: a-long-key}}
                models:
                  early: {provider: p, model: early, fallbacks: [whole]}
                  late: {provider: p, model: late, fallbacks: [whole]}
                  whole: {provider: p, model: whole}
                retries: {num_retries: 0}
                log: {access: false, decisions: "%s"}
                """.formatted(
                        provider.getAddress().getPort(), log));
        try (ProxyServer proxy = ProxyServer.start(
                        ConfigLoader.load(file, Map.of()).config(),
                        new WireTranslations(Clock.systemUTC())::between,
                        new PrintStream(OutputStream.nullOutputStream()));
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> early = send(client, proxy, "early");
            assertThat(early.headers().firstValue("x-router-model")).contains("whole");
            assertThat(early.body()).contains("response.completed").doesNotContain("response.failed");
            HttpResponse<String> late = send(client, proxy, "late");
            assertThat(late.body()).contains("Hel", "out of order").doesNotContain("response.completed");
        } finally {
            provider.stop(0);
        }
        List<String> lines = Files.readAllLines(log);
        JsonNode early = JSON.readTree(lines.get(0));
        assertThat(early.path("attempts").get(0).path("outcome").asText()).isEqualTo("status_500");
        assertThat(early.path("attempts").get(1).path("outcome").asText()).isEqualTo("ok");
        JsonNode late = JSON.readTree(lines.get(1));
        assertThat(late.path("attempts")).hasSize(1);
        assertThat(late.path("attempts").get(0).path("outcome").asText()).isEqualTo("cut: status_500");
    }

    private static HttpServer provider() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/responses", exchange -> {
            String model = JSON.readTree(exchange.getRequestBody().readAllBytes())
                    .path("model")
                    .asText();
            List<String> events = model.equals("early")
                    ? List.of(CREATED, FAILED)
                    : List.of(CREATED, DELTA, model.equals("late") ? FAILED : COMPLETED);
            exchange.getResponseHeaders().add("content-type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            for (String event : events) {
                exchange.getResponseBody().write(("data: " + event + "\n\n").getBytes(UTF_8));
            }
            exchange.close();
        });
        server.start();
        return server;
    }

    private static HttpResponse<String> send(HttpClient client, ProxyServer proxy, String model) throws Exception {
        String body = "{\"model\":\"" + model + "\",\"input\":\"Hi\",\"stream\":true}";
        return client.send(
                HttpRequest.newBuilder(proxy.uri().resolve("/v1/responses"))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
