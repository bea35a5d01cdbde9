package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.eval.simulate.RecordedRequest.Outcome;
import dev.tierwise.eval.simulate.SimulatedProvider;
import dev.tierwise.serving.anthropic.WireTranslations;
import dev.tierwise.serving.config.ConfigLoader;
import dev.tierwise.serving.testing.Await;
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
import java.util.Arrays;
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
    private static final String CHAT = "/v1/chat/completions";
    private static final String HEAD = "POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\n";

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
                  other: {provider: sim-anthropic, model: sim-weak}
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
        HttpRequest request = HttpRequest.newBuilder(proxy.resolve(CHAT))
                .version(Version.HTTP_1_1)
                .POST(body)
                .build();
        return bench.client().sendAsync(request, BodyHandlers.ofString());
    }

    private ProxyServer start(BodyMemory memory) {
        return ProxyServer.start(
                ConfigLoader.load(bench.config(), Map.of()).config(),
                new WireTranslations(Clock.systemUTC())::between,
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                memory);
    }

    private HttpResponse<String> answer(URI proxy, byte[] body) {
        return send(proxy, BodyPublishers.ofByteArray(body)).join();
    }

    @Test
    void refusesALongBodyOnlyWhileAnotherIsHeld() throws Exception {
        BodyMemory memory = new BodyMemory(ROOM);
        try (ProxyServer server = start(memory)) {
            URI proxy = server.uri();
            CompletableFuture<HttpResponse<String>> held =
                    send(proxy, BodyPublishers.ofByteArray(body("silent", LONG)));
            Await.until(
                    "the provider is asked",
                    () -> bench.provider().requests().stream()
                            .anyMatch(request -> request.outcome() == Outcome.RUNNING));
            assertBusy(answer(proxy, body("quick", LONG)));
            byte[] unannounced = body("quick", LONG);
            assertBusy(send(proxy, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(unannounced)))
                    .join());
            assertThat(answer(proxy, body("quick", 1_000)).statusCode()).isEqualTo(200);

            held.cancel(true);
            Await.until("all memory is given back", () -> memory.taken() == 0);
            assertThat(answer(proxy, body("quick", LONG)).statusCode()).isEqualTo(200);
            Await.until("all memory is given back", () -> memory.taken() == 0);
            assertThat(answer(proxy, body("quick", 10 * LONG)).statusCode())
                    .as("longer than all the room, but alone")
                    .isEqualTo(200);
        }
    }

    @Test
    void aBodyThatIsAnnouncedAndNotSentKeepsNobodyOut() throws Exception {
        BodyMemory memory = new BodyMemory(ROOM);
        try (ProxyServer server = start(memory);
                RawHttp liar = new RawHttp(server.uri())) {
            liar.send(HEAD + "Expect: 100-continue\r\nContent-Length: " + 10 * LONG + "\r\n\r\n")
                    .readUntil("100 Continue");
            assertThat(answer(server.uri(), body("quick", LONG)).statusCode()).isEqualTo(200);
            Await.until("all memory is given back", () -> memory.taken() == 0);
        }
    }

    @Test
    void aBodyThatFindsNoRoomLeavesItsOwnToOthersAtOnce() throws Exception {
        BodyMemory memory = new BodyMemory(ROOM);
        try (ProxyServer server = start(memory);
                RawHttp refused = new RawHttp(server.uri())) {
            CompletableFuture<HttpResponse<String>> held =
                    send(server.uri(), BodyPublishers.ofByteArray(body("silent", ROOM / 8)));
            Await.until(
                    "the provider is asked", () -> !bench.provider().requests().isEmpty());
            byte[] whole = body("quick", LONG);
            refused.post(CHAT, whole.length).send(Arrays.copyOf(whole, ROOM / 9));
            Await.until("the body so far takes memory", () -> memory.taken() > ROOM * 15 / 16);
            assertBusy(answer(server.uri(), body("quick", ROOM / 9)));
            refused.send(Arrays.copyOfRange(whole, ROOM / 9, LONG));
            Await.until(
                    "another body finds room",
                    () -> answer(server.uri(), body("quick", ROOM / 9)).statusCode() == 200);
            refused.send(Arrays.copyOfRange(whole, LONG, whole.length));
            assertThat(refused.readAll()).startsWith("HTTP/1.1 503").contains("\"overloaded\"");
            held.cancel(true);
        }
    }

    @Test
    void whatAnUnfinishedBodyTookIsGivenBack() throws Exception {
        BodyMemory memory = new BodyMemory(ROOM);
        String half = " ".repeat(LONG / 2);
        try (ProxyServer server = start(memory)) {
            for (String sent : List.of(
                    HEAD + "Content-Length: " + LONG + "\r\n\r\n" + half,
                    HEAD + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(LONG) + "\r\n" + half)) {
                try (RawHttp left = new RawHttp(server.uri())) {
                    left.send(sent);
                    Await.until("the body so far takes memory", () -> memory.taken() > 2 * LONG - 2_048);
                }
                Await.until("all memory is given back", () -> memory.taken() == 0);
                try (RawHttp ended = new RawHttp(server.uri())) {
                    ended.send(sent);
                    Await.until("the body so far takes memory", () -> memory.taken() > 2 * LONG - 2_048);
                    assertThat(ended.finish().readAll()).startsWith("HTTP/1.1 400");
                }
                Await.until("all memory is given back", () -> memory.taken() == 0);
            }
            try (RawHttp broken = new RawHttp(server.uri())) {
                broken.send(
                        HEAD + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(LONG / 2) + "\r\n" + half);
                Await.until("the body so far takes memory", () -> memory.taken() > 2 * LONG - 2_048);
                assertThat(broken.send("\r\n-1\r\n").readAll()).startsWith("HTTP/1.1 400");
            }
            Await.until("all memory is given back", () -> memory.taken() == 0);
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

    @Test
    void aBodyWhoseTreeTheHeapCouldNotHoldLeavesTheProxyAlive() throws Exception {
        byte[] body = "{\"model\":\"other\",\"messages\":[],\"metadata\":[{}%s]}"
                .formatted(",{}".repeat(4_000_000))
                .getBytes(StandardCharsets.UTF_8);
        try (ProxyProcess proxy = bench.proxy("-Xmx256m", "-XX:+ExitOnOutOfMemoryError")) {
            HttpResponse<String> refused = answer(proxy.uri(), body);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("names, values and brackets");
            assertThat(answer(proxy.uri(), body("other", 10)).statusCode()).isEqualTo(200);
        }
    }
}
