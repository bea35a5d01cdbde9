package dev.tierwise.eval.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation read from any wire: OpenAI's messages, the items of the Responses API, Anthropic's content blocks, a
 * plain text, a list of texts.
 *
 * @param historyTokens those before the last turn
 */
record Turns(String prompt, String prefill, @Nullable String toolResult, int tokens, int historyTokens, int images) {
    private static final int TOKENS_PER_TURN = 3;
    private static final int TOKENS_PER_IMAGE = 85;

    static Turns read(JsonNode conversation) {
        if (conversation.isTextual()) {
            return new Turns(conversation.asText(), "", null, Tokens.count(conversation.asText()), 0, 0);
        }
        String prompt = "";
        String prefill = "";
        String toolResult = null;
        int tokens = 0;
        int history = 0;
        int images = 0;
        for (JsonNode turn : conversation) {
            history = tokens;
            String text = text(turn.isTextual() ? turn : turn.path("content"));
            String result = toolResult(turn);
            int seen = images(turn.path("content"));
            tokens += Tokens.count(result == null ? text : result) + TOKENS_PER_TURN + seen * TOKENS_PER_IMAGE;
            images += seen;
            String role = turn.path("role").asText("user");
            prefill = role.equals("assistant") ? text : "";
            toolResult = result;
            if (role.equals("user") && result == null) {
                prompt = text;
            }
        }
        return new Turns(prompt, prefill, toolResult, tokens, history, images);
    }

    /** The text of a content, its parts joined by line ends. */
    static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (part.path("text").isTextual()) {
                text.append(text.isEmpty() ? "" : "\n").append(part.path("text").asText());
            }
        }
        return text.toString();
    }

    private static @Nullable String toolResult(JsonNode turn) {
        if (turn.path("role").asText().equals("tool")) {
            return text(turn.path("content"));
        }
        if (turn.path("type").asText().equals("function_call_output")) {
            return text(turn.path("output"));
        }
        for (JsonNode part : turn.path("content")) {
            if (part.path("type").asText().equals("tool_result")) {
                return text(part.path("content"));
            }
        }
        return null;
    }

    private static int images(JsonNode content) {
        int images = 0;
        for (JsonNode part : content) {
            if (List.of("image_url", "input_image", "image")
                    .contains(part.path("type").asText())) {
                images++;
            }
        }
        return images;
    }
}
