package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that ends its connection before the blank line that ends its last event. */
class LastEventTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void isNotRunIntoByTheErrorThatFollows() throws Exception {
        HttpServer provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/chat/completions", exchange -> {
            byte[] event = "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"half\"}}]}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("content-type", "text/event-stream");
            exchange.sendResponseHeaders(200, event.length);
            exchange.getResponseBody().write(event);
            exchange.close();
        });
        provider.start();
        String base = "http://127.0.0.1:" + provider.getAddress().getPort();
        try (RunningProxy proxy = RunningProxy.start(
                folder, "  hasty: {base_url: \"" + base + "\"}\nmodels: {hasty: {provider: hasty, model: any}}\n")) {
            List<JsonNode> events =
                    events(proxy.send("/v1/chat/completions", RunningProxy.chatBody("hasty", "hi", true))
                            .body());
            assertThat(events).hasSize(2);
            assertThat(events.getFirst().at("/choices/0/delta/content").asText())
                    .isEqualTo("half");
            assertThat(events.getLast().at("/error/message").asText()).contains("broke off");
        } finally {
            provider.stop(0);
        }
    }

    private static List<JsonNode> events(String body) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : body.lines().filter(line -> !line.isEmpty()).toList()) {
            assertThat(line).startsWith("data: ");
            events.add(MAPPER.readTree(line.substring(6)));
        }
        return events;
    }
}
