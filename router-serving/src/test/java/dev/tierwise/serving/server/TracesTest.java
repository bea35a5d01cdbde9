package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @TempDir
    Path folder;

    @Test
    void goToTheCollectorUnderTheClientsTrace() throws Exception {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            synchronized (seen) {
                seen.writeBytes(exchange.getRequestBody().readAllBytes());
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try (RunningProxy proxy =
                RunningProxy.start(folder, """
                models: {small: {provider: sim, model: sim-weak}}
                telemetry: {otlp_endpoint: "http://127.0.0.1:%d"}
                """.formatted(collector.getAddress().getPort()))) {
            proxy.send(proxy.post("/v1/chat/completions", RunningProxy.chatBody("small", "very private", false))
                    .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                    .build());
        } finally {
            collector.stop(0);
        }
        // Protocol buffers keep strings as they are.
        assertThat(seen.toString(StandardCharsets.ISO_8859_1))
                .contains("call small", "small@sim/sim-weak", "tierwise.decision_id")
                .contains(new String(HexFormat.of().parseHex(TRACE), StandardCharsets.ISO_8859_1))
                .doesNotContain("very private")
                .doesNotContain(RunningProxy.PROVIDER_KEY);
    }
}
