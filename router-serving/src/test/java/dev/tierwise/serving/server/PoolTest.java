package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.testing.RunningProxy;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every provider has as many connections as its entry says, whatever its address and the limits of its models; that there are no more is nobody's failure. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class PoolTest {
    @TempDir
    private Path folder;

    @Test
    void aFullPoolIsNotTheProvidersFaultAndNoOtherProvidersMatter() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(folder, """
                  narrow: {base_url: "URI/v1", api_key: sk-narrow, max_connections: 1}
                  broad: {base_url: "URI/v1", api_key: sk-broad, max_connections: 1}
                models:
                  held: {provider: narrow, model: sim-stall-1}
                  quick: {provider: narrow, model: sim-weak, timeouts: {connect: 300ms}}
                  other: {provider: broad, model: sim-weak}
                  both:
                    timeouts: {connect: 300ms}
                    deployments:
                      - {provider: narrow, model: sim-weak, weight: 1000}
                      - {provider: narrow, model: sim-strong, weight: 1000}
                      - {provider: broad, model: sim-weak}
                """)) {
            HttpRequest stream = proxy.post("/v1/chat/completions", RunningProxy.chatBody("held", "hold on", true))
                    .build();
            try (InputStream held =
                    proxy.client().send(stream, BodyHandlers.ofInputStream()).body()) {
                assertThat(held.read())
                        .as("a stream that has begun and never ends")
                        .isNotNegative();

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
            }

            HttpResponse<String> after = proxy.chat("quick", "and now");
            while (after.body().contains("pool_exhausted")) {
                after = proxy.chat("quick", "and now");
            }
            assertThat(after.statusCode()).as("its circuit stayed closed").isEqualTo(200);
        }
    }
}
