package dev.tierwise.serving.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.JsonTrees;
import dev.tierwise.serving.api.MalformedAnswerException;

/** A chat completion as Anthropic's message. */
final class ChatAnswer {
    private ChatAnswer() {}

    static ObjectNode toMessage(ObjectNode answer) throws MalformedAnswerException {
        JsonNode choice = answer.path("choices").path(0);
        if (!(choice.path("message") instanceof ObjectNode said)) {
            throw new MalformedAnswerException("a chat completion without a message");
        }
        ObjectNode out = envelope(answer);
        ArrayNode content = (ArrayNode) out.path("content");
        // A refusal is text to read; Anthropic's own come as text, too.
        for (String field : new String[] {"content", "refusal"}) {
            String text = said.path(field).asText("");
            if (said.path(field).isTextual() && !text.isEmpty()) {
                content.add(JsonTrees.typed("text").put("text", text));
            }
        }
        int index = 0;
        for (JsonNode call : said.path("tool_calls")) {
            String id =
                    ToolIds.ofCall(call.path("id").asText(""), answer.path("id").asText(""), index++);
            content.add(
                    toolUse(id, call, choice.path("finish_reason").asText("").equals("length")));
        }
        String finish = said.path("refusal").isTextual()
                ? "content_filter"
                : choice.path("finish_reason").asText("");
        out.put(
                "stop_reason",
                StopReasons.toMessages(finish, !said.path("tool_calls").isEmpty()));
        out.set("usage", UsageFields.ofChat(answer.path("usage")).toMessages());
        return out;
    }

    /** A message without content, as an answer or the start of a stream carries it. */
    static ObjectNode envelope(JsonNode answer) {
        ObjectNode out = JsonTrees.object()
                .put("id", answer.path("id").asText(""))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", answer.path("model").asText(""));
        out.putArray("content");
        out.putNull("stop_reason");
        out.putNull("stop_sequence");
        return out;
    }

    /** @param cut whether the answer ended at its bound, so that arguments that end in the middle are to be expected */
    private static ObjectNode toolUse(String id, JsonNode call, boolean cut) throws MalformedAnswerException {
        JsonNode function = call.path("function");
        if (!function.path("name").isTextual()) {
            throw new MalformedAnswerException("a tool call without a name");
        }
        String arguments = function.path("arguments").asText("");
        ObjectNode input = arguments.isBlank() ? JsonTrees.object() : JsonTrees.parsed(arguments);
        if (input == null) {
            if (!cut) {
                throw MalformedAnswerException.ofModel("a tool call whose arguments are not an object");
            }
            input = JsonTrees.object();
        }
        ObjectNode block = JsonTrees.typed("tool_use")
                .put("id", id)
                .put("name", function.path("name").asText());
        block.set("input", input);
        return block;
    }
}
