package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.core.strategy.attempt.Answer;
import dev.tierwise.core.strategy.attempt.Asked;
import dev.tierwise.core.strategy.attempt.Check;
import dev.tierwise.core.strategy.attempt.Completion;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose speed a request says something of, as the latency objective sees it. */
class TimedModelsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    /** A check of one's own that is at fault. */
    public static final class Faulty implements Check {
        @Override
        public String name() {
            return "faulty";
        }

        @Override
        public Verdict look(Asked asked, Answer answer, Completion completion) {
            throw new IllegalStateException("at fault");
        }
    }

    /** Seconds of a model as the next decision would see them; missing where nothing is known. */
    private static JsonNode seconds(RunningProxy proxy, String router, String model) throws Exception {
        HttpResponse<String> answer = proxy.send("/v1/route", RunningProxy.chatBody(router, "Hi", false));
        JsonNode last = JSON.createObjectNode();
        for (JsonNode step : JSON.readTree(answer.body()).path("steps")) {
            last = step.path("stage").asText().equals("objective") ? step : last;
        }
        assertThat(last.path("looked").has(model)).as(answer.body()).isTrue();
        return last.path("looked").path(model).path("seconds");
    }

    private static String answeredBy(RunningProxy proxy) throws IOException, InterruptedException {
        HttpResponse<String> answer = proxy.chat("router", "Hi");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("x-router-model").orElse("");
    }

    @Test
    void aSlowAnswerInPlaceOfASparedModelIsNotTheSparedModels() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(folder, """
                models:
                  quick: {provider: sim, model: sim-weak, rpm: 1}
                  slow: {provider: sim, model: sim-slow-headers-3000}
                routers:
                  default: {models: [quick, slow], stages: [{objective: {latency: 1}}]}
                """)) {
            assertThat(answeredBy(proxy)).isEqualTo("quick");
            assertThat(answeredBy(proxy)).isEqualTo("slow");
            assertThat(answeredBy(proxy)).as("quick is preferred, and full").isEqualTo("slow");

            assertThat(seconds(proxy, "router", "quick").asDouble()).isLessThan(1);
        }
    }

    @Test
    void aRequestThatFailsInOurHandsWaitsForNobodyAnyMore() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(folder, """
                models:
                  big: {provider: sim, model: sim-strong}
                  small: {provider: sim, model: sim-weak}
                routers:
                  default: {strong: big, weak: small, stages: [{cascade: {checks: [{own: faulty}]}}]}
                  timed: {models: [big, small], stages: [{objective: {latency: 1}}]}
                """)) {
            assertThat(proxy.chat("router", "Hi").statusCode()).isEqualTo(500);

            assertThat(seconds(proxy, "router-timed", "small").isMissingNode()).isTrue();
        }
    }
}
