package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose wire cannot say the request is not asked, and takes nobody's place. */
class UntranslatableTest {
    private static RunningProxy proxy;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        proxy = RunningProxy.start(folder, """
                models:
                  own: {provider: sim, model: sim-weak}
                  other: {provider: sim-anthropic, model: sim-weak}
                  alone: {provider: sim-anthropic, model: sim-weak}
                  full: {provider: sim, model: sim-weak, rpm: 1, fallbacks: [other]}
                  one-call: {provider: sim-anthropic, model: sim-weak, retries: {max_attempts: 1}, fallbacks: [own]}
                  narrow: {provider: sim-anthropic, model: sim-weak, rpm: 1, fallbacks: [own]}
                """);
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
    }

    @Test
    void leavesTheModelThatIsAtItsLimitToBeAskedOverIt() throws Exception {
        assertAnswered("full", ask("full", ""));
        assertAnswered("other", ask("full", ""));
        assertAnswered("full", ask("full", "\"seed\":1,"));
    }

    @Test
    void leavesTheOnlyCallToTheNext() throws Exception {
        assertAnswered("own", ask("one-call", "\"seed\":1,"));
    }

    @Test
    void leavesItsOwnMinuteToTheRequestsItCanSay() throws Exception {
        assertAnswered("own", ask("narrow", "\"seed\":1,"));
        assertAnswered("narrow", ask("narrow", ""));
    }

    @Test
    void isSaidOnce() throws Exception {
        HttpResponse<String> answer = ask("alone", "\"seed\":1,");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("untranslatable", "seed");
        assertThat(answer.headers().firstValue("x-router-attempts"))
                .as("nobody was called")
                .contains("0");
        assertThat(proxy.get("/metrics").body())
                .containsPattern(
                        "tierwise_attempts_total\\{deployment=\"alone@[^}]*outcome=\"untranslatable\"} 1(\\.0)?\\n");
    }

    private static void assertAnswered(String model, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-router-model")).contains(model);
    }

    private static HttpResponse<String> ask(String model, String field) throws Exception {
        String body = RunningProxy.chatBody(model, "hi", false);
        return proxy.send("/v1/chat/completions", body.replaceFirst("\\{", "{" + field));
    }
}
