package dev.tierwise.serving.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import dev.tierwise.eval.simulate.Answers;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("dev.tierwise.serving.clients.Target#all")
class OpenAiJavaTest {
    private final Target target;
    private final OpenAIClient client;

    OpenAiJavaTest(Target target) {
        this.target = target;
        this.client = connect(target, target.key());
    }

    static OpenAIClient connect(Target target, String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(target.baseUrl())
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static ChatCompletionCreateParams.Builder ask(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(Scenario.PROMPT);
    }

    @Test
    void chats() {
        ChatCompletion answer =
                client.chat().completions().create(ask(Scenario.STRONG).build());
        assertThat(answer.choices().getFirst().message().content()).hasValue(Scenario.ANSWER);
        assertThat(answer.model()).isEqualTo(Scenario.STRONG);
        assertThat(answer.usage().orElseThrow().completionTokens()).isPositive();
    }

    @Test
    void streamsWithUsageOnlyWhereItAskedForIt() {
        ChatCompletionCreateParams.Builder plain = ask(Scenario.STRONG);
        List<ChatCompletionChunk> chunks = stream(plain.build());
        assertThat(text(chunks)).isEqualTo(Scenario.ANSWER);
        assertThat(chunks)
                .allMatch(c -> c.usage().isEmpty())
                .noneMatch(c -> c.choices().isEmpty());

        ChatCompletionStreamOptions usage =
                ChatCompletionStreamOptions.builder().includeUsage(true).build();
        List<ChatCompletionChunk> counted = stream(plain.streamOptions(usage).build());
        assertThat(text(counted)).isEqualTo(Scenario.ANSWER);
        assertThat(counted.getLast().choices()).isEmpty();
        assertThat(counted.getLast().usage().orElseThrow().completionTokens()).isEqualTo(chunks.size() - 2);
    }

    @Test
    void callsToolsAndStreamsTheirArguments() {
        ChatCompletionCreateParams request =
                ask(Scenario.STRONG).addFunctionTool(weather()).build();
        assertCall(client.chat().completions().create(request));

        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        List<ChatCompletionChunk> chunks = stream(request);
        chunks.forEach(accumulator::accumulate);
        assertThat(chunks).as("name, fragments, finish").hasSizeGreaterThan(4);
        assertCall(accumulator.chatCompletion());
    }

    @Test
    void carriesAToolsResultBackToTheModel() {
        ChatCompletionCreateParams.Builder conversation = ask(Scenario.STRONG).addFunctionTool(weather());
        ChatCompletionMessage calling = client.chat()
                .completions()
                .create(conversation.build())
                .choices()
                .getFirst()
                .message();
        String id = calling.toolCalls().orElseThrow().getFirst().asFunction().id();
        conversation.addMessage(calling);
        conversation.addMessage(ChatCompletionToolMessageParam.builder()
                .toolCallId(id)
                .content("sunny, 21 °C")
                .build());
        assertThat(client.chat()
                        .completions()
                        .create(conversation.build())
                        .choices()
                        .getFirst()
                        .message()
                        .content())
                .hasValue(Answers.afterTool(Scenario.STRONG, "sunny, 21 °C"));
        assertThat(target.last().body()).contains(id);
    }

    private static void assertCall(ChatCompletion answer) {
        ChatCompletionMessageFunctionToolCall call = answer.choices()
                .getFirst()
                .message()
                .toolCalls()
                .orElseThrow()
                .getFirst()
                .asFunction();
        assertThat(call.function().name()).isEqualTo(Scenario.TOOL);
        assertThat(call.function().arguments()).isEqualTo(Scenario.ARGUMENTS);
        assertThat(answer.choices().getFirst().finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
    }

    private static FunctionDefinition weather() {
        return FunctionDefinition.builder()
                .name(Scenario.TOOL)
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty(
                                "properties",
                                JsonValue.from(Map.of(
                                        "city", Map.of("type", "string"),
                                        "days", Map.of("type", "integer", "minimum", 1))))
                        .putAdditionalProperty("required", JsonValue.from(List.of("city", "days")))
                        .build())
                .build();
    }

    /** What the client derives a schema from, and reads the answer into. */
    public static final class Forecast {
        public String city = "";
        public int days = -1;
    }

    @Test
    void readsStructuredOutputIntoItsOwnClass() {
        Forecast forecast = client.chat()
                .completions()
                .create(ask(Scenario.STRONG).responseFormat(Forecast.class).build())
                .choices()
                .getFirst()
                .message()
                .content()
                .orElseThrow();
        assertThat(forecast.city).isEqualTo("text");
        assertThat(forecast.days).isZero();
    }

    @Test
    void imagesReachTheProviderAsTheyWere() {
        ChatCompletionContentPart text = ChatCompletionContentPart.ofText(
                ChatCompletionContentPartText.builder().text(Scenario.PROMPT).build());
        ChatCompletionContentPart image = ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                        .url(Scenario.PIXEL_URL)
                        .build())
                .build());
        ChatCompletion answer = client.chat()
                .completions()
                .create(ChatCompletionCreateParams.builder()
                        .model(Scenario.STRONG)
                        .addUserMessageOfArrayOfContentParts(List.of(text, image))
                        .build());
        assertThat(answer.choices().getFirst().message().content()).hasValue(Scenario.ANSWER_WITH_IMAGE);
        assertThat(target.last().body()).contains(target.openAiBehind() ? Scenario.PIXEL_URL : Scenario.PIXEL);
    }

    @ParameterizedTest
    @CsvSource({"400,sim-policy", "404,sim-nothing-of-the-kind", "429,sim-429", "500,sim-500", "503,sim-503"})
    void errorsAreTheClientsOwnExceptions(int status, String model) {
        Map<Integer, Class<? extends OpenAIServiceException>> expected = Map.of(
                400, BadRequestException.class,
                404, NotFoundException.class,
                429, RateLimitException.class,
                500, InternalServerException.class,
                503, InternalServerException.class);
        for (boolean streaming : List.of(false, true)) {
            assertThatThrownBy(() -> {
                        if (streaming) {
                            stream(ask(model).build());
                        } else {
                            client.chat().completions().create(ask(model).build());
                        }
                    })
                    .as("streaming %s", streaming)
                    .asInstanceOf(type(expected.get(status)))
                    .satisfies(e -> {
                        assertThat(e.statusCode()).isEqualTo(status);
                        assertThat(e.type()).isPresent();
                    });
        }
    }

    @Test
    void aContentPolicyRefusalKeepsItsCode() {
        assertThatThrownBy(() ->
                        client.chat().completions().create(ask("sim-policy").build()))
                .asInstanceOf(type(BadRequestException.class))
                // Anthropic's errors have a type and no code.
                .satisfies(e -> assertThat(e.code().orElse(""))
                        .isEqualTo(target.openAiBehind() ? "content_policy_violation" : ""));
    }

    @Test
    void aWrongKeyIsUnauthorized() {
        OpenAIClient stranger = connect(target, target.refused().key());
        try {
            assertThatThrownBy(() -> stranger.chat()
                            .completions()
                            .create(ask(target.refused().model()).build()))
                    .isInstanceOf(UnauthorizedException.class);
        } finally {
            stranger.close();
        }
    }

    @Test
    void leavingAStreamEndsItAtTheProvider() throws InterruptedException {
        ChatCompletionCreateParams request = ChatCompletionCreateParams.builder()
                .model(Scenario.SLOW_MODEL)
                .addUserMessage(Scenario.LONG_PROMPT)
                .build();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(request)) {
            assertThat(text(stream.stream().limit(4).toList())).startsWith("1 2");
        }
        target.awaitAbort();
    }

    private List<ChatCompletionChunk> stream(ChatCompletionCreateParams request) {
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(request)) {
            return stream.stream().toList();
        }
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(c -> c.choices().stream())
                .map(c -> c.delta().content().orElse(""))
                .collect(Collectors.joining());
    }
}
