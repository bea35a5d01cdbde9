package dev.tierwise.serving.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "{0}")
@MethodSource("dev.tierwise.serving.clients.Target#all")
class LangChain4jTest {
    private static final JsonObjectSchema PARAMETERS = JsonObjectSchema.builder()
            .addStringProperty("city")
            .addIntegerProperty("days")
            .required("city", "days")
            .build();

    private final Target target;

    LangChain4jTest(Target target) {
        this.target = target;
    }

    private OpenAiChatModel model(String name) {
        return model(name, target.key());
    }

    private OpenAiChatModel model(String name, String key) {
        return OpenAiChatModel.builder()
                .baseUrl(target.baseUrl())
                .apiKey(key)
                .modelName(name)
                .maxRetries(0)
                .build();
    }

    private OpenAiStreamingChatModel streaming(String name) {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(target.baseUrl())
                .apiKey(target.key())
                .modelName(name)
                .build();
    }

    @Test
    void chats() {
        assertThat(model(Scenario.STRONG).chat(Scenario.PROMPT)).isEqualTo(Scenario.ANSWER);
    }

    @Test
    void streamsWithUsage() throws Exception {
        Collected collected = new Collected(Integer.MAX_VALUE);
        streaming(Scenario.STRONG).chat(Scenario.PROMPT, collected);
        ChatResponse whole = collected.whole.get(20, TimeUnit.SECONDS);
        assertThat(collected.text.toString()).isEqualTo(Scenario.ANSWER);
        assertThat(whole.aiMessage().text()).isEqualTo(Scenario.ANSWER);
        assertThat(whole.tokenUsage().outputTokenCount()).isPositive();
    }

    @Test
    void callsToolsAndStreamsTheirArguments() throws Exception {
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from(Scenario.PROMPT))
                .toolSpecifications(ToolSpecification.builder()
                        .name(Scenario.TOOL)
                        .parameters(PARAMETERS)
                        .build())
                .build();
        assertCall(model(Scenario.STRONG).chat(request));
        Collected collected = new Collected(Integer.MAX_VALUE);
        streaming(Scenario.STRONG).chat(request, collected);
        assertCall(collected.whole.get(20, TimeUnit.SECONDS));
        assertThat(collected.toolFragments).hasValueGreaterThan(1);
    }

    private static void assertCall(ChatResponse answer) {
        ToolExecutionRequest call = answer.aiMessage().toolExecutionRequests().getFirst();
        assertThat(call.name()).isEqualTo(Scenario.TOOL);
        assertThat(call.arguments()).isEqualTo("{\"city\":\"text\",\"days\":0}");
        assertThat(answer.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
    }

    @Test
    void asksForAJsonSchema() {
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from(Scenario.PROMPT))
                .responseFormat(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder()
                                .name("forecast")
                                .rootElement(PARAMETERS)
                                .build())
                        .build())
                .build();
        assertThat(model(Scenario.STRONG).chat(request).aiMessage().text()).isEqualTo("{\"city\":\"text\",\"days\":0}");
    }

    @Test
    void imagesReachTheProviderAsTheyWere() {
        UserMessage message = UserMessage.from(
                TextContent.from(Scenario.PROMPT),
                // Left to itself, LangChain4j asks for "low", which Anthropic's wire has no word for.
                ImageContent.from(Scenario.PIXEL, "image/png", ImageContent.DetailLevel.AUTO));
        assertThat(model(Scenario.STRONG).chat(message).aiMessage().text()).isEqualTo(Scenario.ANSWER_WITH_IMAGE);
        assertThat(target.last().body()).contains(Scenario.PIXEL);
    }

    @Test
    void embeds() {
        OpenAiEmbeddingModel model = OpenAiEmbeddingModel.builder()
                .baseUrl(target.baseUrl())
                .apiKey(target.key())
                .modelName(Scenario.EMBED)
                .maxRetries(0)
                .build();
        if (target.openAiBehind()) {
            assertThat(model.embed("one").content().vector()).hasSize(16);
        } else {
            assertThatThrownBy(() -> model.embed("one")).isInstanceOf(InvalidRequestException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sim-nothing-of-the-kind", "sim-429", "sim-500"})
    void errorsAreTheClientsOwnExceptions(String model) {
        Map<String, Class<? extends LangChain4jException>> expected = Map.of(
                "sim-nothing-of-the-kind", ModelNotFoundException.class,
                "sim-429", RateLimitException.class,
                "sim-500", InternalServerException.class);
        assertThatThrownBy(() -> model(model).chat(Scenario.PROMPT)).isInstanceOf(expected.get(model));
    }

    @Test
    void aWrongKeyIsRefused() {
        assertThatThrownBy(() ->
                        model(target.refused().model(), target.refused().key()).chat(Scenario.PROMPT))
                .isInstanceOf(AuthenticationException.class);
    }

    @Test
    void leavingAStreamEndsItAtTheProvider() throws Exception {
        Collected collected = new Collected(3);
        streaming(Scenario.SLOW_MODEL).chat(List.of(UserMessage.from(Scenario.LONG_PROMPT)), collected);
        collected.left.get(20, TimeUnit.SECONDS);
        target.awaitAbort();
    }

    /** Takes a stream until it has had enough of it. */
    private static final class Collected implements StreamingChatResponseHandler {
        private final int enough;
        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        private final CompletableFuture<Void> left = new CompletableFuture<>();
        private int partials;
        private final AtomicInteger toolFragments = new AtomicInteger();

        Collected(int enough) {
            this.enough = enough;
        }

        @Override
        public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
            text.append(partial.text());
            if (++partials == enough) {
                context.streamingHandle().cancel();
                left.complete(null);
            }
        }

        @Override
        public void onPartialToolCall(PartialToolCall partial) {
            toolFragments.incrementAndGet();
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            whole.complete(response);
        }

        @Override
        public void onError(Throwable error) {
            whole.completeExceptionally(error);
        }
    }
}
