package dev.tierwise.serving.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.RequestView;
import dev.tierwise.serving.config.Limits;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private static String nested(int depth) {
        return "\"deep\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1);
    }

    @Test
    void verifiesAConversationAsLongAndDeepAsTheServerTakesByDefaultAndNoneThatIsDeeper() {
        String seed = "1".repeat(1_001);
        String deep = nested(Limits.DEFAULT.maxDepth());
        assertThat(Questions.verify(chat("\"seed\":" + seed + "," + deep), "draft"))
                .hasValueSatisfying(
                        view -> assertThat(new String(view.body(), UTF_8)).contains(seed, deep, "draft"));
        assertThat(Questions.verify(chat(nested(900)), "draft")).isEmpty();
    }

    private static RequestView chat(String field) {
        String body = "{\"model\":\"m\"," + field + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        return RequestView.parse(Endpoint.CHAT, body.getBytes(UTF_8), 1_000);
    }
}
