package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.eval.simulate.RecordedRequest;
import dev.tierwise.serving.testing.RandomJson;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes through goes through untouched, and what fails is replaced before the client sees any of it. */
class RelayTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "/v1/chat/completions";

    @TempDir
    static Path folder;

    private static RunningProxy proxy;

    @BeforeAll
    static void start() throws IOException {
        String faults = IntStream.range(0, FAULTS.size())
                .mapToObj(i ->
                        "  fault-%s: {provider: sim, model: sim-%s, fallbacks: [weak]}\n  alone-%s: {provider: sim, model: sim-%s}\n"
                                .formatted(FAULTS.get(i), FAULTS.get(i), FAULTS.get(i), FAULTS.get(i)))
                .reduce("", String::concat);
        proxy = RunningProxy.start(
                folder,
                """
                models:
                  model-under-test: {provider: sim, model: sim-strong}
                  strong: {provider: sim, model: sim-strong, price: {input: 2, output: 8}}
                  weak: {provider: sim, model: sim-weak, price: {input: 0.5, output: 1}}
                  claude: {provider: sim-anthropic, model: sim-strong}
                  held: {provider: sim, model: sim-cut, stream_recovery: buffer, fallbacks: [weak]}
                """
                        + faults
                        + """
                timeouts: {headers: 1s, answer: 1s, first_token: 1s, idle: 1s}
                retries: {num_retries: 1, backoff: 10ms}
                breaker: {failures: 1000, failure_rate: 1}
                log: {decisions: decisions.jsonl}
                """.replace(
                                        "decisions.jsonl",
                                        folder.resolve("decisions.jsonl").toString()));
    }

    private static final List<String> FAULTS = List.of(
            "503",
            "401",
            "404",
            "429",
            "reset",
            "silence",
            "slow-first-token",
            "cut-0",
            "malformed-0",
            "error-first",
            "html",
            "cut",
            "cut-clean",
            "reset-body",
            "stall",
            "malformed",
            "error-mid",
            "no-done",
            "done-early",
            "done-early-0",
            "policy",
            "400",
            "split",
            "gzip");

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
    }

    @Test
    void sendsTheBodyAsItCameAndTheAnswerAsItCame() throws Exception {
        URI direct = proxy.provider().uri().resolve(CHAT);
        for (long seed = 0; seed < 300; seed++) {
            String body = new RandomJson(seed).chatBody();
            HttpResponse<String> answer = proxy.send(CHAT, body);
            RecordedRequest seen = proxy.last();
            boolean stream = JSON.readTree(body).path("stream").asBoolean();
            String expected = body.replaceFirst("\"" + RandomJson.MARK + "\"", "\"sim-strong\"");
            assertThat(
                            stream
                                    ? seen.body().replaceFirst(",\"stream_options\":\\{\"include_usage\":true}", "")
                                    : seen.body())
                    .as("seed %d", seed)
                    .isEqualTo(expected);
            HttpResponse<String> same = proxy.client()
                    .send(
                            HttpRequest.newBuilder(direct)
                                    .POST(HttpRequest.BodyPublishers.ofString(seen.body()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as("seed %d", seed).isEqualTo(same.statusCode());
            assertThat(answer.body()).as("seed %d", seed).isEqualTo(withoutUsage(same.body(), stream));
        }
    }

    /** What the client did not ask for, it does not get. */
    private static String withoutUsage(String body, boolean stream) {
        return stream ? body.replaceAll("data: \\{[^\n]*\"choices\":\\[],[^\n]*\n\n", "") : body;
    }

    @Test
    void handsTheUsageOnWhereTheClientAsked() throws Exception {
        String body = RunningProxy.chatBody("strong", "hi", true)
                .replace("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}");
        assertThat(proxy.send(CHAT, body).body()).contains("\"choices\":[],").contains("[DONE]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"503", "401", "404", "429", "reset", "silence", "html"})
    void asksTheFallbackForBothKindsOfAnswer(String fault) throws Exception {
        for (boolean stream : new boolean[] {false, true}) {
            HttpResponse<String> answer =
                    proxy.send(CHAT, RunningProxy.chatBody("fault-" + fault, "hi " + fault, stream));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-router-model")).contains("weak");
            assertThat(answer.body()).contains("sim-weak");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow-first-token", "cut-0", "malformed-0", "error-first", "done-early-0"})
    void asksTheFallbackWhereAStreamFailsBeforeItsFirstToken(String fault) throws Exception {
        HttpResponse<String> answer = proxy.send(CHAT, RunningProxy.chatBody("fault-" + fault, "hi", true));
        assertThat(answer.headers().firstValue("x-router-model")).contains("weak");
        assertThat(answer.body()).contains("sim-weak").contains("[DONE]").doesNotContain("\"error\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "cut-clean", "reset-body", "stall", "malformed", "error-mid", "done-early"})
    void endsABrokenStreamWithAnErrorEvent(String fault) throws Exception {
        HttpResponse<String> answer =
                proxy.send(CHAT, RunningProxy.chatBody("fault-" + fault, "one two three four five", true));
        assertThat(answer.statusCode()).isEqualTo(200);
        String[] events = answer.body().split("\n\n");
        assertThat(events.length).isGreaterThan(3);
        JsonNode last = JSON.readTree(events[events.length - 1].substring("data: ".length()));
        assertThat(last.path("error").path("message").asText())
                .as(answer.body())
                .contains("broke off");
        assertThat(answer.body()).doesNotContain("[DONE]").doesNotContain("chatcmpl-broken");
    }

    @Test
    void replacesABrokenStreamThatIsHeldUntilItIsWhole() throws Exception {
        HttpResponse<String> answer = proxy.send(CHAT, RunningProxy.chatBody("held", "Count to 60", true));
        assertThat(answer.headers().firstValue("x-router-model")).contains("weak");
        assertThat(answer.body())
                .contains("\" 60\"")
                .endsWith("data: [DONE]\n\n")
                .doesNotContain("\"error\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-done", "split", "gzip"})
    void takesACompleteStreamForComplete(String fault) throws Exception {
        HttpResponse<String> answer = proxy.send(CHAT, RunningProxy.chatBody("alone-" + fault, "hi", true));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"finish_reason\":\"stop\"").doesNotContain("\"error\"");
    }

    @ParameterizedTest
    @CsvSource({"policy,400", "400,400"})
    void handsARefusalOnAsItIsAndAsksNobodyElse(String fault, int status) throws Exception {
        proxy.provider().clear();
        HttpResponse<String> answer = proxy.send(CHAT, RunningProxy.chatBody("fault-" + fault, "hi", false));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).path("error").has("attempts")).isFalse();
        assertThat(proxy.provider().requests()).hasSize(1);
    }

    @Test
    void listsTheAttemptsWhereNobodyAnswers() throws Exception {
        HttpResponse<String> answer = proxy.send(CHAT, RunningProxy.chatBody("alone-503", "hi", false));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(JSON.readTree(answer.body()).path("error").path("attempts")).hasSize(2);
    }

    @Test
    void asksTheModelsOfTheClientInItsOrder() throws Exception {
        String body = "{\"models\":[\"alone-503\",\"weak\"],\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
        HttpResponse<String> answer = proxy.send(CHAT, body);
        assertThat(answer.headers().firstValue("x-router-model")).contains("weak");
        assertThat(proxy.last().body()).doesNotContain("models");
    }

    @Test
    void speaksEitherProtocolToEither() throws Exception {
        HttpResponse<String> toAnthropic = proxy.chat("claude", "hello");
        assertThat(JSON.readTree(toAnthropic.body())
                        .at("/choices/0/message/content")
                        .asText())
                .contains("sim-strong");
        assertThat(proxy.last().path()).isEqualTo("/v1/messages");
        for (String model : List.of("claude", "strong")) {
            HttpResponse<String> answer = proxy.send(
                    "/v1/messages",
                    "{\"model\":\"%s\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"
                            .formatted(model));
            assertThat(JSON.readTree(answer.body()).at("/content/0/text").asText())
                    .as(answer.body())
                    .contains("sim-strong");
        }
    }

    @Test
    void pinsAResponseToTheModelThatMadeIt() throws Exception {
        HttpResponse<String> first = proxy.send("/v1/responses", "{\"model\":\"weak\",\"input\":\"hi\"}");
        String id = JSON.readTree(first.body()).path("id").asText();
        String next = "{\"model\":\"strong\",\"input\":\"and\",\"previous_response_id\":\"%s\"}";
        assertThat(proxy.send("/v1/responses", next.formatted(id)).headers().firstValue("x-router-model"))
                .contains("weak");
        HttpResponse<String> unknown = proxy.send("/v1/responses", next.formatted("resp_other"));
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("previous_response_not_found");
    }

    @Test
    void neverMovesEmbeddingsToAnotherModel() throws Exception {
        String body = "{\"model\":\"%s\",\"input\":\"hi\"}";
        assertThat(proxy.send("/v1/embeddings", body.formatted("weak")).statusCode())
                .isEqualTo(200);
        assertThat(proxy.send("/v1/embeddings", body.formatted("fault-503")).statusCode())
                .isEqualTo(503);
        assertThat(proxy.send("/v1/embeddings", body.formatted("claude")).statusCode())
                .isEqualTo(400);
    }
}
