package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.eval.simulate.RecordedRequest;
import dev.tierwise.eval.simulate.SimulatedProvider;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cascades and drafts, live: the client sees the accepted answer only, and everything is paid for. */
class AttemptsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODELS = """
            models:
              big: {provider: sim, model: sim-strong, region: eu, price: {input: 10, output: 30}}
              small: {provider: sim, model: sim-weak, region: eu, price: {input: 1, output: 2}}
              judge: {provider: sim, model: sim-strong, region: us, price: {input: 10, output: 30}}
            log: {decisions: LOG}
            """;

    @TempDir
    private Path folder;

    private SimulatedProvider.Options options = SimulatedProvider.Options.defaults();

    @BeforeEach
    void record() throws IOException {
        Path recorded = folder.resolve("recorded.jsonl");
        Files.write(
                recorded,
                List.of(
                        line("Is this right? Good question", "yes", "no"),
                        line("Is this right? Bad question", "no", "no"),
                        line(
                                "Check your answer above. If it is correct and complete, reply with the single word ACCEPT."
                                        + " Otherwise reply with the corrected answer alone, and do not mention the one above.",
                                "ACCEPT",
                                "no")));
        options = options.withReplay(recorded);
    }

    private static String line(String prompt, String strong, String weak) {
        return JSON.createObjectNode()
                .put("id", prompt)
                .put("prompt", prompt)
                .<com.fasterxml.jackson.databind.node.ObjectNode>set(
                        "responses", JSON.createObjectNode().put("s", strong).put("w", weak))
                .toString();
    }

    private RunningProxy start(String stages) throws IOException {
        return RunningProxy.start(
                folder, options, MODELS.replace("LOG", folder.resolve("d.jsonl").toString()) + """
                routers:
                  default:
                    strong: big
                    weak: small
                    stages:
                """ + stages.indent(6));
    }

    @Test
    void anAcceptedAttemptIsTheAnswerAndARejectedOneIsNeverSeen() throws Exception {
        try (RunningProxy proxy = start("- cascade: {checks: [{pattern: 'Good'}]}")) {
            for (boolean stream : new boolean[] {false, true}) {
                HttpResponse<String> good = chat(proxy, "Good question", stream);
                assertThat(model(good)).isEqualTo("small");
                assertThat(good.body()).contains("sim-weak");
                proxy.provider().clear();
                HttpResponse<String> bad = chat(proxy, "Bad question", stream);
                assertThat(model(bad)).isEqualTo("big");
                assertThat(bad.body()).contains("sim-strong").doesNotContain("sim-weak");
                assertThat(proxy.provider().requests())
                        .extracting(AttemptsTest::asked)
                        .containsExactly("sim-weak", "sim-strong");
                assertThat(bad.headers().firstValue("x-router-attempts")).contains("2");
            }
        }
        List<JsonNode> log = log();
        assertThat(log.get(1).path("attempts")).hasSize(2);
        assertThat(log.get(1).path("attempts").get(0).path("outcome").asText()).isEqualTo("rejected_by_pattern");
        assertThat(log.get(1).path("course").asText()).isEqualTo("cascade");
        assertThat(log.get(1).path("cost_usd").decimalValue())
                .as("both calls are paid for")
                .isGreaterThan(log.get(0).path("cost_usd").decimalValue().multiply(BigDecimal.TWO));
    }

    @Test
    void aJudgeIsAskedApartAndPaidFor() throws Exception {
        try (RunningProxy proxy =
                start("- cascade: {checks: [{judge: {model: judge, instruction: 'Is this right? {question}'}}]}")) {
            assertThat(model(chat(proxy, "Good question", false))).isEqualTo("small");
            assertThat(model(chat(proxy, "Bad question", false))).isEqualTo("big");
        }
        assertThat(log().get(0).path("attempts")).hasSize(2);
        assertThat(log().get(1).path("attempts")).hasSize(3);
    }

    @Test
    void aJudgeWhoMayNotHaveTheRequestIsNotAskedAndNothingUncheckedIsGiven() throws Exception {
        try (RunningProxy proxy = start("""
                - residency: {regions: [eu]}
                - cascade: {checks: [{judge: {model: judge, instruction: 'Is this right? {question}'}}]}""")) {
            assertThat(model(chat(proxy, "Good question", false))).isEqualTo("big");
            assertThat(proxy.provider().requests()).hasSize(1);
        }
    }

    @Test
    void everyCallCountsAtThePriceOfItsOwnModel() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(folder, options, """
                models:
                  big: {provider: sim, model: sim-strong, price: {input: 10, output: 30}}
                  small: {provider: sim, model: sim-weak, price: {input: 1, output: 2}}
                  judge: {provider: sim, model: sim-strong}
                log: {decisions: "%s"}
                routers:
                  default:
                    strong: big
                    weak: small
                    stages: [{cascade: {checks: [{judge: {model: judge, instruction: 'Is this right? {question}'}}]}}]
                """.formatted(folder.resolve("d.jsonl")))) {
            assertThat(model(chat(proxy, "Bad question", false))).isEqualTo("big");
            String scraped = proxy.get("/metrics").body();

            double big = counted(scraped, "tierwise_cost_usd_total{model=\"big\"}");
            double small = counted(scraped, "tierwise_cost_usd_total{model=\"small\"}");
            assertThat(small).isGreaterThan(0).isLessThan(big);
            assertThat(counted(scraped, "tierwise_unpriced_answers_total{model=\"judge\"}"))
                    .isEqualTo(1);
            assertThat(scraped).doesNotContain("tierwise_cost_usd_total{model=\"judge\"}");
        }
    }

    @Test
    void aRejectedRequestHasNoTimeOfItsOwnToCount() throws Exception {
        try (RunningProxy proxy = start("- cascade: {checks: [{pattern: 'Good'}]}")) {
            chat(proxy, "Good question", false);
            for (int i = 0; i < 3; i++) {
                assertThat(proxy.chat("nobody", "x").statusCode()).isEqualTo(404);
            }

            assertThat(counted(proxy.get("/metrics").body(), "tierwise_overhead_seconds_count"))
                    .isEqualTo(1);
        }
    }

    private static double counted(String scraped, String series) {
        return scraped.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    @Test
    void aDraftThatIsAcceptedIsTheAnswer() throws Exception {
        try (RunningProxy proxy = start("- speculative: {}")) {
            for (boolean stream : new boolean[] {false, true}) {
                HttpResponse<String> answer = chat(proxy, "Any question", stream);
                assertThat(model(answer)).isEqualTo("small");
                assertThat(answer.body()).contains("sim-weak").doesNotContain("ACCEPT");
            }
        }
        assertThat(log().get(0).path("attempts")).hasSize(2);
    }

    @Test
    void anAttemptThatFailsIsAnsweredByWhoStandsBehindIt() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(
                folder,
                options,
                MODELS.replace("sim-weak", "sim-503")
                                .replace("LOG", folder.resolve("d.jsonl").toString())
                        + "routers: {default: {strong: big, weak: small, stages: [{cascade: {checks: [{candour: true}]}}]}}\n"
                        + "retries: {num_retries: 0}\n")) {
            assertThat(model(chat(proxy, "Good question", true))).isEqualTo("big");
        }
    }

    @ParameterizedTest
    @CsvSource({
        // The attempt fails and leaves a call for each that may follow; the last one takes what nobody needed.
        "503, '{judge: {model: judge}}', 5, 3, 2",
        "503, '{judge: {model: judge}}', 4, 2, 2",
        "503, '{candour: true}', 4, 3, 1",
        "503, '{candour: true}', 1, 1, 1",
        // The attempt answers, and is rejected.
        "weak, '{pattern: x-not-there}', 5, 1, 4",
        "weak, '{pattern: x-not-there}', 2, 1, 1",
    })
    void theQuestionsOfACascadeShareOneBudgetOfCalls(String small, String check, int most, int first, int last)
            throws Exception {
        try (RunningProxy proxy = RunningProxy.start(folder, options, """
                models:
                  big: {provider: sim, model: sim-500}
                  small: {provider: sim, model: sim-%s}
                  judge: {provider: sim, model: sim-strong}
                routers: {default: {strong: big, weak: small, stages: [{cascade: {checks: [%s]}}]}}
                retries: {num_retries: 9, max_attempts: %d, backoff: 1ms}
                breaker: {failures: 100}
                """.formatted(small, check, most))) {
            HttpResponse<String> answer =
                    proxy.send("/v1/chat/completions", RunningProxy.chatBody("router", "Hi", false));

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.headers().firstValue("x-router-attempts")).contains(Integer.toString(first + last));
            List<String> asked = proxy.provider().requests().stream()
                    .map(AttemptsTest::asked)
                    .toList();
            assertThat(Collections.frequency(asked, "sim-" + small)).isEqualTo(first);
            assertThat(Collections.frequency(asked, "sim-500")).isEqualTo(last);
            assertThat(asked).hasSize(first + last);
        }
    }

    @Test
    void aDraftItsVerifierAndTheLastAnswerShareOneBudgetOfCalls() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(folder, options, """
                models:
                  big: {provider: sim, model: sim-503}
                  small: {provider: sim, model: sim-weak}
                routers: {default: {strong: big, weak: small, stages: [{speculative: {}}]}}
                retries: {num_retries: 9, max_attempts: 5, backoff: 1ms}
                breaker: {failures: 100}
                """)) {
            assertThat(proxy.chat("router", "Hi").statusCode()).isEqualTo(503);
            assertThat(proxy.provider().requests()).hasSize(5);
        }
    }

    @Test
    void whoWasSparedIsNoCall() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(folder, options, """
                models:
                  unwell: {provider: sim, model: sim-503, fallbacks: [other]}
                  other: {provider: sim, model: sim-503}
                retries: {num_retries: 0}
                breaker: {failures: 1, cooldown_time: 1h}
                """)) {
            assertThat(proxy.chat("unwell", "Hi").headers().firstValue("x-router-attempts"))
                    .contains("2");
            HttpResponse<String> spared = proxy.chat("unwell", "Hi");

            assertThat(spared.statusCode()).isEqualTo(503);
            assertThat(spared.headers().firstValue("x-router-attempts")).contains("0");
            assertThat(proxy.provider().requests()).hasSize(2);
        }
    }

    private static HttpResponse<String> chat(RunningProxy proxy, String text, boolean stream) throws Exception {
        HttpResponse<String> answer = proxy.send("/v1/chat/completions", RunningProxy.chatBody("router", text, stream));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static String asked(RecordedRequest request) {
        try {
            return JSON.readTree(request.body()).path("model").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String model(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-router-model").orElse("");
    }

    private List<JsonNode> log() throws IOException {
        List<JsonNode> lines = new java.util.ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("d.jsonl"))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
