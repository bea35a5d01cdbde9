package dev.tierwise.serving.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tierwise.eval.simulate.RecordedRequest;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Other deployments and other keys of a model, which are tried before the next model. */
class SiblingsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "/v1/chat/completions";
    private static final int TIMES = 6;

    /** The keys a provider was sent, in order. What begins with a status is answered with it. */
    private static final Queue<String> KEYS = new ConcurrentLinkedQueue<>();

    @TempDir
    static Path folder;

    private static HttpServer keyed;
    private static RunningProxy proxy;

    @BeforeAll
    static void start() throws IOException {
        keyed = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        keyed.createContext("/v1/chat/completions", exchange -> {
            String key = exchange.getRequestHeaders().getFirst("authorization").substring("Bearer ".length());
            KEYS.add(key);
            exchange.getRequestBody().readAllBytes();
            int status = key.startsWith("good") ? 200 : Integer.parseInt(key.substring(0, 3));
            byte[] body = (status == 200
                            ? "{\"id\":\"x\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}"
                            : "{\"error\":{\"message\":\"not with this key\"}}")
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().add("retry-after", "60");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        keyed.start();
        StringBuilder faulty = new StringBuilder();
        for (String fault : List.of("429-seconds-60", "401", "404", "500", "reset", "html", "silence")) {
            faulty.append("""
                      beside-%s:
                        deployments:
                          - {provider: sim, model: sim-%s, weight: 1000}
                          - {provider: sim, model: sim-weak}
                    """.formatted(fault, fault));
        }
        proxy = RunningProxy.start(
                folder,
                """
                  one-revoked: {base_url: "KEYED/v1", api_keys: [good-key, 401-key, 403-key]}
                  one-busy: {base_url: "KEYED/v1", api_keys: [good-key, 429-key]}
                  all-revoked: {base_url: "KEYED/v1", api_keys: [401-key-a, 401-key-b, 401-key-c, 401-key-d]}
                models:
                  weak: {provider: sim, model: sim-weak}
                  one-revoked: {provider: one-revoked, model: any}
                  one-busy: {provider: one-busy, model: any}
                  all-revoked: {provider: all-revoked, model: any, breaker: {failures: 3}}
                  either-wire:
                    deployments:
                      - {provider: sim-anthropic, model: sim-strong, weight: 1000}
                      - {provider: sim, model: sim-weak}
                  four-places:
                    fallbacks: [weak]
                    retries: {num_retries: 2}
                    deployments:
                      - {provider: sim, model: sim-500}
                      - {provider: sim, model: sim-501}
                      - {provider: sim, model: sim-502}
                      - {provider: sim, model: sim-503}
                  busy:
                    fallbacks: [busier]
                    deployments:
                      - {provider: sim, model: sim-429-seconds-60}
                      - {provider: sim, model: sim-429-seconds-40}
                  busier: {provider: sim, model: sim-429-nonsense, retries: {num_retries: 0}}
                  no-retries:
                    fallbacks: [weak]
                    retries: {num_retries: 0}
                    deployments:
                      - {provider: sim, model: sim-500}
                      - {provider: sim, model: sim-501}
                """.replace("KEYED", "http://127.0.0.1:" + keyed.getAddress().getPort()) + faulty + """
                timeouts: {answer: 500ms, total: 20s}
                retries: {num_retries: 2, backoff: 2m, backoff_max: 2m}
                breaker: {failures: 1000, cooldown_time: 1m}
                """);
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
        keyed.stop(0);
    }

    @BeforeEach
    void forget() {
        proxy.provider().clear();
        KEYS.clear();
    }

    private static HttpResponse<String> answered(String model, String body) throws Exception {
        HttpResponse<String> answer = proxy.send(CHAT, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-router-model")).contains(model);
        return answer;
    }

    @ParameterizedTest
    @ValueSource(strings = {"429-seconds-60", "401", "404", "500", "reset", "html", "silence"})
    void answerAtOnceWhereOneDeploymentFails(String fault) throws Exception {
        // A pause before the second call would take longer than the request may.
        for (int i = 0; i < TIMES; i++) {
            String model = "beside-" + fault;
            assertThat(answered(model, RunningProxy.chatBody(model, "hi " + i, false))
                            .body())
                    .contains("sim-weak");
        }
        assertThat(proxy.provider().requests()).hasSizeBetween(TIMES + 1, 2 * TIMES);
    }

    @Test
    void answerWhatAnotherWireCannotSay() throws Exception {
        String body = RunningProxy.chatBody("either-wire", "hi", false).replaceFirst("\\{", "{\"seed\":1,");
        for (int i = 0; i < TIMES; i++) {
            assertThat(answered("either-wire", body).body()).contains("sim-weak");
        }
    }

    @ParameterizedTest
    @CsvSource({"four-places,3", "no-retries,1"})
    void areTriedAsOftenAsTheModelMayBe(String model, int tries) throws Exception {
        answered("weak", RunningProxy.chatBody(model, "hi", false));
        List<String> asked =
                proxy.provider().requests().stream().map(SiblingsTest::modelOf).toList();
        assertThat(asked).hasSize(tries + 1).doesNotHaveDuplicates().endsWith("sim-weak");
    }

    @Test
    void whoeverIsBackFirstSaysWhenToReturn() throws Exception {
        HttpResponse<String> refused = proxy.chat("busy", "hi");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(proxy.provider().requests().stream().map(SiblingsTest::modelOf))
                .hasSize(3)
                .endsWith("sim-429-nonsense");
        assertThat(refused.headers().firstValue("retry-after")).contains("40");
    }

    @Test
    void theNextKeyIsUsedWhereOneIsRefused() throws Exception {
        for (int i = 0; i < 40; i++) {
            answered("one-revoked", RunningProxy.chatBody("one-revoked", "hi", false));
        }
        assertThat(KEYS).contains("401-key", "403-key");
        assertThat(proxy.get("/health/ready").body()).contains("\"one-revoked@one-revoked/any\":\"CLOSED\"");
    }

    @Test
    void theNextKeyIsUsedWhereOneIsBusyForLong() throws Exception {
        for (int i = 0; i < TIMES; i++) {
            answered("one-busy", RunningProxy.chatBody("one-busy", "hi", false));
        }
        assertThat(KEYS).contains("429-key");
    }

    @Test
    void theCircuitOpensWhereEveryKeyThatIsTriedIsRefused() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(proxy.chat("all-revoked", "hi").statusCode()).isEqualTo(502);
            assertThat(KEYS).hasSize(3 * (i + 1));
        }
        assertThat(proxy.chat("all-revoked", "hi").body()).contains("circuit open");
        assertThat(KEYS).as("three keys in each of three requests").hasSize(9);
    }

    private static String modelOf(RecordedRequest request) {
        try {
            return JSON.readTree(request.body()).path("model").asText();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
