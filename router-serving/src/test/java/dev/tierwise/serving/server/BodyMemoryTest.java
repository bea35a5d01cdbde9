package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.eval.simulate.RecordedRequest.Outcome;
import dev.tierwise.eval.simulate.SimulatedProvider;
import dev.tierwise.serving.anthropic.WireTranslations;
import dev.tierwise.serving.config.Config;
import dev.tierwise.serving.config.ConfigLoader;
import dev.tierwise.serving.testing.ProxyProcess;
import dev.tierwise.serving.testing.RunningProxy;
import dev.tierwise.serving.testing.Workbench;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that are each short enough and together too long. */
class BodyMemoryTest {
    private static final int LONG = 600_000;
    private static final int ROOM = 1_500_000;

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new Workbench(folder, SimulatedProvider.Options.defaults(), """
                server: {port: 0}
                models:
                  quick: {provider: sim, model: sim-weak}
                  silent: {provider: sim, model: sim-silence}
                """);
    }

    @AfterEach
    void stop() throws IOException {
        bench.close();
    }

    private static byte[] body(String model, int length) {
        return RunningProxy.chatBody(model, "x".repeat(length), false).getBytes(StandardCharsets.UTF_8);
    }

    private CompletableFuture<HttpResponse<String>> send(URI proxy, BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(proxy.resolve("/v1/chat/completions"))
                .version(Version.HTTP_1_1)
                .POST(body)
                .build();
        return bench.client().sendAsync(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> answer(URI proxy, byte[] body) {
        return send(proxy, BodyPublishers.ofByteArray(body)).join();
    }

    @Test
    void refusesALongBodyOnlyWhileAnotherIsHeld() throws Exception {
        Config config = ConfigLoader.load(bench.config(), Map.of()).config();
        PrintStream console = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try (ProxyServer server = ProxyServer.start(
                config, new WireTranslations(Clock.systemUTC())::between, console, new BodyMemory(ROOM))) {
            URI proxy = server.uri();
            CompletableFuture<HttpResponse<String>> held =
                    send(proxy, BodyPublishers.ofByteArray(body("silent", LONG)));
            while (bench.provider().requests().stream().noneMatch(request -> request.outcome() == Outcome.RUNNING)) {
                Thread.sleep(5);
            }
            assertBusy(answer(proxy, body("quick", LONG)));
            byte[] unannounced = body("quick", LONG);
            assertBusy(send(proxy, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(unannounced)))
                    .join());
            assertThat(answer(proxy, body("quick", 1_000)).statusCode()).isEqualTo(200);

            held.cancel(true);
            while (answer(proxy, body("quick", LONG)).statusCode() != 200) {
                Thread.sleep(50);
            }
            assertThat(answer(proxy, body("quick", 10 * LONG)).statusCode())
                    .as("longer than all the room, but alone")
                    .isEqualTo(200);
        }
    }

    private static void assertBusy(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).contains("1");
        assertThat(answer.body()).contains("\"overloaded\"").contains("service_unavailable_error");
    }

    @Test
    void moreLongBodiesThanTheHeapCouldHoldLeaveTheProxyAlive() throws Exception {
        byte[] body = body("quick", 12_000_000);
        try (ProxyProcess proxy = bench.proxy("-Xmx256m", "-XX:+ExitOnOutOfMemoryError")) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                answers.add(send(proxy.uri(), BodyPublishers.ofByteArray(body)));
            }
            assertThat(answers.stream().map(answer -> answer.join().statusCode()))
                    .hasSize(6)
                    .contains(200)
                    .isSubsetOf(200, 503);
            assertThat(answer(proxy.uri(), body("quick", 10)).statusCode()).isEqualTo(200);
        }
    }
}
