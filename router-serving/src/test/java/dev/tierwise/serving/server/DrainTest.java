package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.eval.simulate.RecordedRequest.Outcome;
import dev.tierwise.serving.testing.Await;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that outlast the time they are given when the server stops. */
class DrainTest {
    private static final String CHAT = "/v1/chat/completions";

    @TempDir
    Path folder;

    @Test
    void requestsThatOutlastTheGracePeriodAreToldAndWrittenDown() throws Exception {
        Path log = folder.resolve("decisions.jsonl");
        try (RunningProxy proxy = RunningProxy.start(folder, """
                models:
                  silent: {provider: sim, model: sim-silence}
                  stalling: {provider: sim, model: sim-stall-3}
                limits: {drain: 200ms}
                log: {decisions: "%s"}
                """.formatted(log))) {
            CompletableFuture<HttpResponse<String>> whole = proxy.client()
                    .sendAsync(
                            proxy.post(CHAT, RunningProxy.chatBody("silent", "hi", false))
                                    .build(),
                            BodyHandlers.ofString());
            HttpResponse<InputStream> stream = proxy.client()
                    .send(
                            proxy.post(CHAT, RunningProxy.chatBody("stalling", "hi", true))
                                    .build(),
                            BodyHandlers.ofInputStream());
            Await.until(
                    "both calls run",
                    () -> proxy.provider().requests().stream()
                                    .filter(request -> request.outcome() == Outcome.RUNNING)
                                    .count()
                            == 2);
            proxy.server().close();

            assertThat(whole.join().statusCode()).isEqualTo(503);
            assertThat(whole.join().body()).contains("\"shutting_down\"");
            assertThat(whole.join().headers().firstValue("retry-after")).isPresent();
            assertThat(new String(stream.body().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"shutting_down\"")
                    .doesNotContain("[DONE]");
            assertThat(Files.readAllLines(log)).hasSize(2).allMatch(line -> line.contains("shutting_down"));
            assertThat(proxy.console().lines().filter(line -> line.startsWith("{")))
                    .as("one access line each")
                    .hasSize(2);
        }
    }
}
