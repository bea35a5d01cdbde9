package dev.tierwise.serving.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tierwise.serving.testing.RunningProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that has said all and takes its time to end: the client does not wait for that, and neither does its next request. */
class FollowUpTest {
    private static final Duration LATE = Duration.ofMillis(300);
    private static final String EVENTS = """
            data: {"type":"response.created","response":{"id":"resp_1"}}

            data: {"type":"response.output_text.delta","delta":"Hi"}

            data: {"type":"response.completed","response":{"id":"resp_1"}}

            """;

    @TempDir
    private Path folder;

    @Test
    void aResponseCanBeGoneOnFromAsSoonAsItsLastEventIsThere() throws Exception {
        HttpServer provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/v1/responses", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("content-type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(EVENTS.getBytes(UTF_8));
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(LATE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        provider.start();
        try (RunningProxy proxy = RunningProxy.start(
                        folder, """
                          slow: {wire: openai, base_url: "http://127.0.0.1:%d/v1", api_key: a-long-key}
                        models:
                          own: {provider: slow, model: m}
                          other: {provider: slow, model: n}
                        """.formatted(provider.getAddress().getPort()));
                HttpClient another = HttpClient.newHttpClient()) {
            HttpResponse<String> first =
                    proxy.send("/v1/responses", "{\"model\":\"own\",\"input\":\"a\",\"stream\":true}");
            assertThat(first.body()).contains("response.completed");

            HttpResponse<String> next = another.send(
                    proxy.post(
                                    "/v1/responses",
                                    "{\"model\":\"other\",\"input\":\"b\",\"stream\":true,\"previous_response_id\":\"resp_1\"}")
                            .build(),
                    BodyHandlers.ofString());
            assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
            assertThat(next.headers().firstValue("x-router-model")).contains("own");
        } finally {
            provider.stop(0);
        }
    }
}
