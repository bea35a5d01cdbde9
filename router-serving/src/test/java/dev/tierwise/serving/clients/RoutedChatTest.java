package dev.tierwise.serving.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponseFor;
import com.openai.errors.NotFoundException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.tierwise.eval.simulate.Answers;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that names the router instead of a model, and the bundle that ships with the repository. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutedChatTest {
    private final Target target = Target.routing();
    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(target.baseUrl())
            .apiKey(target.key())
            .maxRetries(0)
            .build();

    @AfterAll
    void close() throws IOException {
        client.close();
        target.close();
    }

    @ParameterizedTest
    @CsvSource({"router-default-0, sim-strong, strong", "router-default-1, sim-weak, weak"})
    void aThresholdInTheNameDecides(String router, String model, String tier) {
        Routed routed = ask(router);
        assertThat(routed.answer().model()).isEqualTo(model);
        assertThat(routed.answer().choices().getFirst().message().content())
                .hasValue(Answers.text(model, Scenario.PROMPT, 0));
        assertThat(routed.header("x-router-model")).isEqualTo(model);
        assertThat(routed.header("x-router-tier")).isEqualTo(tier);
    }

    @ParameterizedTest
    @ValueSource(strings = {"router", "auto", "router-default"})
    void theDefaultThresholdIsTheConfiguredOne(String router) {
        Routed routed = ask(router);
        double win = Double.parseDouble(routed.header("x-router-win-probability"));
        assertThat(win).isBetween(0.0, 1.0);
        assertThat(routed.header("x-router-threshold")).isEqualTo("0.5");
        assertThat(routed.answer().model()).isEqualTo(win >= 0.5 ? Scenario.STRONG : Scenario.WEAK);
    }

    @Test
    void anUnknownRouterIsRefusedInTheClientsOwnException() {
        assertThatThrownBy(() -> ask("router-nonsense-0.5")).isInstanceOf(NotFoundException.class);
    }

    private record Routed(ChatCompletion answer, Headers headers) {
        String header(String name) {
            assertThat(headers.values(name)).as(name).hasSize(1);
            return headers.values(name).getFirst();
        }
    }

    private Routed ask(String model) {
        ChatCompletionCreateParams request = ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage(Scenario.PROMPT)
                .build();
        try (HttpResponseFor<ChatCompletion> response =
                client.chat().completions().withRawResponse().create(request)) {
            return new Routed(response.parse(), response.headers());
        }
    }
}
