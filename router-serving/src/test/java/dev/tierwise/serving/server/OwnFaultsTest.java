package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.core.strategy.attempt.Answer;
import dev.tierwise.core.strategy.attempt.Asked;
import dev.tierwise.core.strategy.attempt.Check;
import dev.tierwise.core.strategy.attempt.Completion;
import dev.tierwise.eval.simulate.SimulatedProvider;
import dev.tierwise.serving.api.StreamTranslation;
import dev.tierwise.serving.api.Translation;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a request in which this proxy itself fails. */
class OwnFaultsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Slow enough for a read an event. */
    private static final SimulatedProvider.Options OPTIONS =
            SimulatedProvider.Options.defaults().withPace(Duration.ofMillis(20));

    @TempDir
    private Path folder;

    /** A check of one's own that fails while a decision is made. */
    public static final class FaultyPlan implements Check {
        @Override
        public String name() {
            return "faulty-plan";
        }

        @Override
        public List<String> asks() {
            throw new IllegalStateException("the client said: Hi");
        }

        @Override
        public Verdict look(Asked asked, Answer answer, Completion completion) {
            return Verdict.ACCEPTED;
        }
    }

    private RunningProxy start() throws Exception {
        return RunningProxy.start(folder, """
                models:
                  big: {provider: sim, model: sim-strong}
                  small: {provider: sim, model: sim-weak}
                routers:
                  default: {strong: big, weak: small, stages: [{cascade: {checks: [{own: faulty-plan}]}}]}
                limits: {max_concurrent: 1, max_queue: 0}
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/route", "/v1/chat/completions"})
    void theClientIsToldTheIdUnderWhichTheConsoleHasTheTrace(String path) throws Exception {
        try (RunningProxy proxy = start()) {
            HttpResponse<String> answer = proxy.send(path, RunningProxy.chatBody("router", "Hi", false));

            assertThat(answer.statusCode()).isEqualTo(500);
            JsonNode error = JSON.readTree(answer.body()).path("error");
            assertThat(error.path("code").asText()).isEqualTo("internal_error");
            assertThat(error.path("type").asText()).isEqualTo("server_error");
            assertThat(answer.body()).doesNotContain("the client said");
            String id = answer.headers().firstValue("x-router-decision-id").orElseThrow();
            assertThat(proxy.console())
                    .contains("fault in " + id + ": java.lang.IllegalStateException\n    at ")
                    .contains("OwnFaultsTest$FaultyPlan.asks")
                    .doesNotContain("the client said");
            assertThat(proxy.provider().requests()).isEmpty();
        }
    }

    @Test
    void aDecisionThatFailsGivesItsPlaceBack() throws Exception {
        try (RunningProxy proxy = start()) {
            for (int i = 0; i < 3; i++) {
                assertThat(proxy.send("/v1/route", RunningProxy.chatBody("router", "Hi", false))
                                .statusCode())
                        .isEqualTo(500);
            }

            assertThat(proxy.chat("small", "Hi").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class, OutOfMemoryError.class})
    void aStreamInWhichThisProxyFailsDoesNotEndAsIfItWereWhole(Class<? extends Throwable> fault) throws Exception {
        try (RunningProxy proxy = RunningProxy.start(folder, OPTIONS, (_, _) -> faulty(fault), """
                models: {claude: {provider: sim-anthropic, model: sim-weak}}
                """)) {
            String body = "{\"max_tokens\":500,"
                    + RunningProxy.chatBody("claude", "Hi", true).substring(1);

            assertThatThrownBy(() -> {
                        HttpResponse<String> whole = proxy.send("/v1/chat/completions", body);
                        assertThat(whole.body()).as("what looks whole").isNull();
                    })
                    .isInstanceOf(IOException.class);
            assertThat(proxy.console()).contains(fault.getName());
        }
    }

    /** A translation that fails in the middle of a stream. */
    private static Translation faulty(Class<? extends Throwable> fault) {
        return new Translation() {
            @Override
            public byte[] request(byte[] body) {
                return body;
            }

            @Override
            public byte[] answer(byte[] body) {
                return body;
            }

            @Override
            public byte[] error(int status, byte[] body) {
                return body;
            }

            @Override
            public StreamTranslation stream(boolean usageAsked) {
                return new StreamTranslation() {
                    private int events;

                    @Override
                    public byte[] event(byte[] event) {
                        if (events++ == 5) {
                            throwing(fault);
                        }
                        return event;
                    }

                    @Override
                    public byte[] end() {
                        return new byte[0];
                    }
                };
            }
        };
    }

    private static void throwing(Class<? extends Throwable> fault) {
        if (fault == IllegalStateException.class) {
            throw new IllegalStateException("of the test");
        }
        throw fault == StackOverflowError.class
                ? new StackOverflowError("of the test")
                : new OutOfMemoryError("of the test");
    }
}
