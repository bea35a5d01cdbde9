package dev.tierwise.serving.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What openai-java asks for beside chat. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.tierwise.serving.clients.Target#all")
class OpenAiJavaEndpointsTest {
    private final Target target;
    private final OpenAIClient client;

    OpenAiJavaEndpointsTest(Target target) {
        this.target = target;
        this.client = OpenAiJavaTest.connect(target, target.key());
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void completes() {
        CompletionCreateParams request = CompletionCreateParams.builder()
                .model(Scenario.STRONG)
                .prompt(Scenario.PROMPT)
                .build();
        whereSpoken(() -> assertThat(client.completions()
                        .create(request)
                        .choices()
                        .getFirst()
                        .text())
                .isEqualTo(Scenario.ANSWER));
    }

    @Test
    void respondsAndStreamsResponses() {
        ResponseCreateParams request = ResponseCreateParams.builder()
                .model(Scenario.STRONG)
                .input(Scenario.PROMPT)
                .build();
        whereSpoken(() -> assertThat(text(client.responses().create(request))).isEqualTo(Scenario.ANSWER));
        whereSpoken(() -> {
            try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(request)) {
                List<ResponseStreamEvent> events = stream.stream().toList();
                assertThat(events.stream()
                                .flatMap(e -> e.outputTextDelta().stream())
                                .map(d -> d.delta())
                                .collect(Collectors.joining()))
                        .isEqualTo(Scenario.ANSWER);
                assertThat(text(events.getLast().completed().orElseThrow().response()))
                        .isEqualTo(Scenario.ANSWER);
            }
        });
    }

    private static String text(Response response) {
        return response.output()
                .getFirst()
                .asMessage()
                .content()
                .getFirst()
                .asOutputText()
                .text();
    }

    @Test
    void embeds() {
        EmbeddingCreateParams request = EmbeddingCreateParams.builder()
                .model(Scenario.EMBED)
                .inputOfArrayOfStrings(List.of("one", "two"))
                .dimensions(8)
                .build();
        whereSpoken(() -> assertThat(client.embeddings().create(request).data())
                .hasSize(2)
                .allMatch(item -> item.embedding().size() == 8));
    }

    /** What only OpenAI's wire has is refused clearly where the provider speaks another. */
    private void whereSpoken(Runnable check) {
        if (target.openAiBehind()) {
            check.run();
        } else {
            assertThatThrownBy(check::run)
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("No provider of");
        }
    }

    @Test
    void listsTheModels() {
        assertThat(client.models().list().data()).extracting(Model::id).contains(Scenario.STRONG, Scenario.WEAK);
    }
}
