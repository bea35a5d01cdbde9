package dev.tierwise.serving.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageContentParam;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import dev.tierwise.eval.simulate.Answers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("dev.tierwise.serving.clients.Target#all")
class AnthropicJavaTest {
    private final Target target;
    private final AnthropicClient client;

    AnthropicJavaTest(Target target) {
        this.target = target;
        this.client = connect(target, target.key());
    }

    private static AnthropicClient connect(Target target, String key) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(target.root())
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static MessageCreateParams.Builder ask(String model) {
        return MessageCreateParams.builder()
                .model(model)
                .maxTokens(1000)
                .system("Be brief.")
                .addUserMessage(Scenario.PROMPT);
    }

    @Test
    void chats() {
        Message answer = client.messages().create(ask(Scenario.STRONG).build());
        assertThat(answer.content().getFirst().asText().text()).isEqualTo(Scenario.ANSWER);
        assertThat(answer.stopReason()).hasValue(StopReason.END_TURN);
        assertThat(answer.model().asString()).isEqualTo(Scenario.STRONG);
        assertThat(answer.usage().outputTokens()).isPositive();
    }

    @Test
    void streams() {
        Message answer = streamed(ask(Scenario.STRONG).build());
        assertThat(answer.content().getFirst().asText().text()).isEqualTo(Scenario.ANSWER);
        assertThat(answer.stopReason()).hasValue(StopReason.END_TURN);
        assertThat(answer.usage().outputTokens()).isPositive();
    }

    @Test
    void callsToolsAndStreamsTheirArguments() {
        MessageCreateParams request = ask(Scenario.STRONG).addTool(weather()).build();
        assertCall(client.messages().create(request));
        assertCall(streamed(request));
    }

    @Test
    void carriesAToolsResultBackToTheModel() {
        MessageCreateParams.Builder conversation = ask(Scenario.STRONG).addTool(weather());
        Message calling = client.messages().create(conversation.build());
        String id = calling.content().getFirst().asToolUse().id();
        conversation.addMessage(calling);
        conversation.addUserMessage(MessageContentParam.ofContentBlockParams(
                List.of(ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                        .toolUseId(id)
                        .content("sunny, 21 °C")
                        .build()))));
        assertThat(client.messages()
                        .create(conversation.build())
                        .content()
                        .getFirst()
                        .asText()
                        .text())
                .isEqualTo(Answers.afterTool(Scenario.STRONG, "sunny, 21 °C"));
        assertThat(target.last().body()).contains(id);
    }

    private static Tool weather() {
        return Tool.builder()
                .name(Scenario.TOOL)
                .inputSchema(Tool.InputSchema.builder()
                        .properties(JsonValue.from(Map.of(
                                        "city", Map.of("type", "string"),
                                        "days", Map.of("type", "integer", "minimum", 1)))
                                .convert(Tool.InputSchema.Properties.class))
                        .required(List.of("city", "days"))
                        .build())
                .build();
    }

    private static void assertCall(Message answer) {
        ToolUseBlock call = answer.content().getFirst().asToolUse();
        assertThat(call.name()).isEqualTo(Scenario.TOOL);
        assertThat(call._input()).isEqualTo(JsonValue.from(Map.of("city", "text", "days", 1)));
        assertThat(answer.stopReason()).hasValue(StopReason.TOOL_USE);
    }

    /** What the client derives a schema from, and reads the answer into. */
    public static final class Forecast {
        public String city = "";
        public int days = -1;
    }

    @Test
    void readsStructuredOutputIntoItsOwnClass() {
        Forecast forecast = client.messages()
                .create(ask(Scenario.STRONG).outputConfig(Forecast.class).build())
                .content()
                .getFirst()
                .asText()
                .text();
        assertThat(forecast.city).isEqualTo("text");
        assertThat(forecast.days).isZero();
    }

    @Test
    void imagesReachTheProviderAsTheyWere() {
        MessageCreateParams request = MessageCreateParams.builder()
                .model(Scenario.STRONG)
                .maxTokens(1000)
                .addUserMessage(MessageContentParam.ofContentBlockParams(List.of(
                        ContentBlockParam.ofText(Scenario.PROMPT),
                        ContentBlockParam.ofImage(Base64ImageSource.builder()
                                .data(Scenario.PIXEL)
                                .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
                                .build()))))
                .build();
        assertThat(client.messages()
                        .create(request)
                        .content()
                        .getFirst()
                        .asText()
                        .text())
                .isEqualTo(Scenario.ANSWER_WITH_IMAGE);
        assertThat(target.last().body()).contains(Scenario.PIXEL);
    }

    @ParameterizedTest
    @CsvSource({"400,sim-policy", "404,sim-nothing-of-the-kind", "429,sim-429", "500,sim-500", "529,sim-529"})
    void errorsAreTheClientsOwnExceptions(int status, String model) {
        Map<Integer, Class<? extends AnthropicServiceException>> expected =
                Map.of(400, BadRequestException.class, 404, NotFoundException.class, 429, RateLimitException.class);
        assertThatThrownBy(() -> client.messages().create(ask(model).build()))
                .asInstanceOf(type(AnthropicServiceException.class))
                .satisfies(e -> {
                    assertThat(e).isInstanceOf(expected.getOrDefault(status, AnthropicServiceException.class));
                    assertThat(e.statusCode()).isEqualTo(status);
                    assertThat(e.type()).isPresent();
                });
    }

    @Test
    void aWrongKeyIsUnauthorized() {
        AnthropicClient stranger = connect(target, target.refused().key());
        try {
            assertThatThrownBy(() -> stranger.messages()
                            .create(ask(target.refused().model()).build()))
                    .isInstanceOf(UnauthorizedException.class);
        } finally {
            stranger.close();
        }
    }

    @Test
    void leavingAStreamEndsItAtTheProvider() throws InterruptedException {
        MessageCreateParams request = MessageCreateParams.builder()
                .model(Scenario.SLOW_MODEL)
                .maxTokens(100_000)
                .addUserMessage(Scenario.LONG_PROMPT)
                .build();
        try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(request)) {
            assertThat(stream.stream().limit(5)).hasSize(5);
        }
        target.awaitAbort();
    }

    private Message streamed(MessageCreateParams request) {
        MessageAccumulator accumulator = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(request)) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.message();
    }
}
