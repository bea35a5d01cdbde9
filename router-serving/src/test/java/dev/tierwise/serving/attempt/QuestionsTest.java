package dev.tierwise.serving.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.RequestView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private static @Nullable String schema(Endpoint endpoint, String field) {
        String body = "{\"model\":\"m\",\"seed\":" + "1".repeat(1_001) + ",\"deep\":" + "[".repeat(900)
                + "]".repeat(900) + ",\"text\":\"\u00e4\"," + field + "}";
        return Questions.schema(RequestView.parse(endpoint, body.getBytes(UTF_8), 1_000));
    }

    @Test
    void findsTheSchemaBehindLongNumbersAndDeepNesting() {
        String schema = "{ \"type\": \"object\", \"title\": \"\u00e4\" }";
        assertThat(schema(
                        Endpoint.CHAT,
                        "\"response_format\":{\"json_schema\":{\"name\":\"n\",\"schema\":" + schema + "}}"))
                .isEqualTo(schema);
        assertThat(schema(
                        Endpoint.RESPONSES,
                        "\"input\":\"x\",\"text\":{\"format\":{\"schema\":" + schema + ",\"a\":[]}}"))
                .isEqualTo(schema);
        assertThat(schema(Endpoint.CHAT, "\"response_format\":{\"type\":\"json_object\",\"schema\":{}}"))
                .isNull();
    }

    @Test
    void verifiesAConversationBesideALongNumberAndNoneThatIsTooDeep() {
        String seed = "1".repeat(1_001);
        assertThat(Questions.verify(chat("\"seed\":" + seed), "draft"))
                .hasValueSatisfying(
                        view -> assertThat(new String(view.body(), UTF_8)).contains(seed, "draft"));
        assertThat(Questions.verify(chat("\"deep\":" + "[".repeat(900) + "]".repeat(900)), "draft"))
                .isEmpty();
    }

    private static RequestView chat(String field) {
        String body = "{\"model\":\"m\"," + field + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        return RequestView.parse(Endpoint.CHAT, body.getBytes(UTF_8), 1_000);
    }
}
