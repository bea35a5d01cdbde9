package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.testing.RunningProxy;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every provider has as many connections as its entry says; that there are no more is nobody's failure. */
class PoolTest {
    @TempDir
    private Path folder;

    @Test
    void aFullPoolIsNotTheProvidersFaultAndNoOtherProvidersMatter() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(folder, """
                  narrow: {base_url: "URI/v1", api_key: sk-narrow, max_connections: 1}
                  broad: {base_url: "URI/v1", api_key: sk-broad, max_connections: 9}
                models:
                  slow: {provider: narrow, model: sim-slow-headers-2500, timeouts: {connect: 300ms}}
                  quick: {provider: narrow, model: sim-weak, timeouts: {connect: 300ms}}
                  other: {provider: broad, model: sim-weak, timeouts: {connect: 300ms}}
                  both:
                    timeouts: {connect: 300ms}
                    deployments:
                      - {provider: narrow, model: sim-weak, weight: 1000}
                      - {provider: narrow, model: sim-strong, weight: 1000}
                      - {provider: broad, model: sim-weak}
                """)) {
            CompletableFuture<HttpResponse<String>> holding = proxy.client()
                    .sendAsync(
                            proxy.post("/v1/chat/completions", RunningProxy.chatBody("slow", "hold on", false))
                                    .build(),
                            BodyHandlers.ofString());
            while (proxy.provider().requests().isEmpty()) {
                Thread.sleep(5);
            }

            for (int i = 0; i < 6; i++) {
                HttpResponse<String> refused = proxy.chat("quick", "while it is held");
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.body()).contains("pool_exhausted");
                assertThat(refused.headers().firstValue("retry-after")).contains("1");
                assertThat(proxy.chat("other", "meanwhile").statusCode()).isEqualTo(200);
            }
            HttpResponse<String> elsewhere = proxy.chat("both", "while it is held");
            assertThat(elsewhere.statusCode()).as(elsewhere.body()).isEqualTo(200);
            assertThat(elsewhere.headers().firstValue("x-router-attempts"))
                    .as("nobody else at the full provider was tried")
                    .hasValueSatisfying(attempts -> assertThat(attempts).isIn("1", "2"));

            assertThat(holding.get().statusCode()).isEqualTo(200);
            assertThat(proxy.chat("quick", "and now").statusCode())
                    .as("its circuit stayed closed")
                    .isEqualTo(200);
        }
    }
}
