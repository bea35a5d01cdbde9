package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that break off at 40 of 60 tokens, and what {@code stream_recovery: continue} makes of them. */
class StreamRecoveryTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String MESSAGES = "/v1/messages";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COUNTED =
            IntStream.rangeClosed(1, 60).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    private static final String COUNT = "Count to 60";

    @TempDir
    static Path folder;

    private static RunningProxy proxy;

    @BeforeAll
    static void start() throws IOException {
        proxy = RunningProxy.start(folder, """
                models:
                  prefilled: {provider: sim, model: sim-weak, capabilities: [prefill], price: {input: 1, output: 2}}
                  restarted: {provider: sim, model: sim-no-prefill}
                  refusing: {provider: sim, model: sim-no-prefill, capabilities: [prefill]}
                  failing: {provider: sim, model: sim-503}
                  cut-again: {provider: sim, model: sim-cut-10, capabilities: [prefill], fallbacks: [prefilled]}
                  claude: {provider: sim-anthropic, model: sim-weak, capabilities: [prefill]}
                  claude-again: {provider: sim-anthropic, model: sim-no-prefill}
                  cut-to-prefilled: {provider: sim, model: sim-cut-40, fallbacks: [prefilled], price: {input: 10, output: 20}}
                  cut-to-restarted: {provider: sim, model: sim-cut-40, fallbacks: [restarted]}
                  cut-to-refusing: {provider: sim, model: sim-cut-40, fallbacks: [refusing]}
                  cut-to-failing: {provider: sim, model: sim-cut-40, fallbacks: [failing]}
                  cut-to-cut: {provider: sim, model: sim-cut-40, fallbacks: [cut-again, prefilled]}
                  cut-to-claude: {provider: sim, model: sim-cut-40, fallbacks: [claude]}
                  cut-to-claude-again: {provider: sim, model: sim-cut-40, fallbacks: [claude-again]}
                  cut-claude: {provider: sim-anthropic, model: sim-cut-40, fallbacks: [claude]}
                  stop-early-claude: {provider: sim-anthropic, model: sim-done-early-40, fallbacks: [claude]}
                  cut-claude-to-prefilled: {provider: sim-anthropic, model: sim-cut-40, fallbacks: [prefilled]}
                  cut-alone: {provider: sim, model: sim-cut-40}
                  malformed: {provider: sim, model: sim-malformed-40, fallbacks: [prefilled]}
                  stalled: {provider: sim, model: sim-stall-40, fallbacks: [prefilled]}
                  error-mid: {provider: sim, model: sim-error-mid-40, fallbacks: [prefilled]}
                  reset-body: {provider: sim, model: sim-reset-body-40, fallbacks: [prefilled]}
                  cut-clean: {provider: sim, model: sim-cut-clean-40, fallbacks: [restarted]}
                stream_recovery: continue
                timeouts: {headers: 1s, first_token: 1s, idle: 500ms}
                retries: {num_retries: 1, backoff: 10ms}
                breaker: {failures: 1000, failure_rate: 1}
                log: {access: false, decisions: decisions.jsonl}
                """.replace(
                        "decisions.jsonl", folder.resolve("decisions.jsonl").toString()));
    }

    @BeforeEach
    void forget() {
        proxy.provider().clear();
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
    }

    /** One stream as its client reads it. */
    private record Stream(String text, List<JsonNode> events, String raw) {
        static Stream of(HttpResponse<String> answer) throws IOException {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            StringBuilder text = new StringBuilder();
            List<JsonNode> events = new ArrayList<>();
            for (String line : answer.body().lines().toList()) {
                if (line.startsWith("data: {")) {
                    JsonNode event = JSON.readTree(line.substring("data: ".length()));
                    events.add(event);
                    JsonNode choice = event.path("choices").path(0);
                    text.append(choice.path("delta").path("content").asText(""));
                    text.append(choice.path("text").asText(""));
                    text.append(event.path("delta").path("text").asText(""));
                }
            }
            return new Stream(text.toString(), events, answer.body());
        }

        Set<String> all(String field) {
            Set<String> values = new HashSet<>();
            events.stream()
                    .filter(event -> event.has(field))
                    .forEach(event -> values.add(event.path(field).asText()));
            return values;
        }

        String error() {
            return events.getLast().path("error").path("message").asText("");
        }
    }

    private static Stream chat(String model, String prompt) throws Exception {
        return Stream.of(proxy.send(CHAT, RunningProxy.chatBody(model, prompt, true)));
    }

    private static Stream messages(String model, String prompt) throws Exception {
        return Stream.of(proxy.send(
                MESSAGES,
                "{\"max_tokens\":500,"
                        + RunningProxy.chatBody(model, prompt, true).substring(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cut-to-prefilled",
                "cut-to-restarted",
                "cut-to-refusing",
                "cut-to-cut",
                "cut-to-claude",
                "cut-to-claude-again",
                "malformed",
                "stalled",
                "error-mid",
                "reset-body",
                "cut-clean"
            })
    void givesTheClientOneWholeChat(String model) throws Exception {
        Stream stream = chat(model, COUNT);
        assertThat(stream.text()).as(stream.raw()).isEqualTo(COUNTED);
        assertThat(stream.raw())
                .endsWith("data: [DONE]\n\n")
                .containsOnlyOnce("\"role\"")
                .doesNotContain("error\"");
        assertThat(stream.all("id")).hasSize(1);
        assertThat(stream.all("created")).hasSize(1);
        assertThat(stream.raw()).containsOnlyOnce("\"finish_reason\":\"stop\"");
        assertThat(stream.events().getFirst().path("model"))
                .isNotEqualTo(stream.events().getLast().path("model"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cut-claude",
                "stop-early-claude",
                "cut-to-prefilled",
                "cut-to-restarted",
                "cut-claude-to-prefilled"
            })
    void givesTheClientOneWholeMessage(String model) throws Exception {
        Stream stream = messages(model, COUNT);
        assertThat(stream.text()).as(stream.raw()).isEqualTo(COUNTED);
        for (String once : List.of(
                "event: message_start",
                "event: content_block_start",
                "event: content_block_stop",
                "event: message_delta",
                "event: message_stop")) {
            assertThat(stream.raw()).containsOnlyOnce(once);
        }
        assertThat(stream.raw()).doesNotContain("event: error");
        assertThat(stream.events().get(stream.events().size() - 2).path("model").asText())
                .isIn("sim-weak", "sim-no-prefill");
    }

    @Test
    void carriesPlainCompletionsOn() throws Exception {
        for (String model : List.of("cut-to-prefilled", "cut-to-restarted")) {
            Stream stream = Stream.of(proxy.send(
                    "/v1/completions", "{\"model\":\"" + model + "\",\"stream\":true,\"prompt\":\"" + COUNT + "\"}"));
            assertThat(stream.text()).as(stream.raw()).isEqualTo(COUNTED);
            assertThat(stream.all("id")).hasSize(1);
            assertThat(JSON.readTree(proxy.last().body()).path("prompt").asText())
                    .isEqualTo(COUNT);
        }
    }

    @Test
    void putsTheTextSoFarBeforeAModelThatAcceptsAPrefill() throws Exception {
        chat("cut-to-prefilled", COUNT);
        JsonNode turns = JSON.readTree(proxy.last().body()).path("messages");
        assertThat(turns).hasSize(2);
        assertThat(turns.path(1).path("role").asText()).isEqualTo("assistant");
        assertThat(turns.path(1).path("content").asText()).endsWith(" 39 40");
    }

    @Test
    void asksARefusingModelOnceMoreFromTheStart() throws Exception {
        chat("cut-to-refusing", COUNT);
        assertThat(proxy.provider().requests()).hasSize(3);
        assertThat(JSON.readTree(proxy.last().body()).path("messages")).hasSize(1);
    }

    @Test
    void tellsOfTheFirstFailureWhereTheTextsDiffer() throws Exception {
        Stream stream = chat("cut-to-restarted", "Who are you?");
        assertThat(stream.error()).contains("broke off").contains("the provider broke the connection off");
        assertThat(stream.raw()).doesNotContain("[DONE]").doesNotContain("finish_reason\":\"stop");
        assertThat(stream.raw()).doesNotContain("carry on");
    }

    @ParameterizedTest
    @CsvSource({"cut-to-failing", "cut-alone"})
    void tellsOfTheFirstFailureAndNotOfTheSecondModels(String model) throws Exception {
        Stream stream = chat(model, "Who are you?");
        assertThat(stream.error()).contains("broke off").doesNotContain("503");
        assertThat(proxy.provider().requests().size()).as("the attempt budget").isLessThanOrEqualTo(5);
    }

    @Test
    void asksTheSameModelAgainWhereItIsTheOnlyOne() throws Exception {
        // It breaks off at the same place each time, so that nothing new comes.
        Stream stream = chat("cut-alone", COUNT);
        assertThat(stream.error()).contains("broke off");
        assertThat(stream.text()).isEqualTo(COUNTED.substring(0, COUNTED.indexOf(" 41")));
        assertThat(proxy.provider().requests()).hasSize(2);
    }

    @Test
    void leavesToolCallsAsTheyAre() throws Exception {
        String body = RunningProxy.chatBody("cut-to-prefilled", "call it", true)
                .replaceFirst(
                        "\\{",
                        "{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"string\",\"minLength\":600}}}}}],");
        Stream stream = Stream.of(proxy.send(CHAT, body));
        assertThat(stream.raw()).contains("tool_calls");
        assertThat(stream.error()).contains("broke off");
        assertThat(proxy.provider().requests()).hasSize(1);
    }

    @Test
    void writesDownWhatBothModelsUsedAndWhoCarriedOn() throws Exception {
        chat("cut-to-prefilled", COUNT + " for the log");
        JsonNode line = logged("cut-to-prefilled");
        assertThat(line.path("model").asText()).isEqualTo("prefilled");
        assertThat(line.path("outcome").asText()).isEqualTo("ok");
        JsonNode attempts = line.path("attempts");
        assertThat(attempts).hasSize(2);
        assertThat(attempts.path(0).path("outcome").asText()).isEqualTo("cut: connection_lost");
        assertThat(attempts.path(1).path("reason").asText()).isEqualTo("carry_on_prefill");
        long both = attempts.path(0).path("usage").path("output_tokens").asLong()
                + attempts.path(1).path("usage").path("output_tokens").asLong();
        assertThat(attempts.path(1).path("usage").path("output_tokens").asLong())
                .isEqualTo(20);
        assertThat(line.path("usage").path("output_tokens").asLong())
                .isEqualTo(both)
                .isGreaterThan(40);
        assertThat(line.path("cost_usd").isNumber()).isTrue();
    }

    private static JsonNode logged(String model) throws Exception {
        for (int i = 0; i < 200; i++) {
            for (String line : Files.readAllLines(folder.resolve("decisions.jsonl"))) {
                JsonNode node = JSON.readTree(line);
                if (node.path("requested").asText().equals(model)
                        && node.path("prompt_chars").asInt() == (COUNT + " for the log").length()) {
                    return node;
                }
            }
            Thread.sleep(20);
        }
        throw new AssertionError("no line for " + model);
    }
}
