package dev.tierwise.serving.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.JsonTrees;
import dev.tierwise.serving.api.MalformedAnswerException;

/** Anthropic's message as a chat completion. */
final class MessagesAnswer {
    private MessagesAnswer() {}

    /** @param created seconds since 1970 */
    static ObjectNode toChat(ObjectNode answer, long created) throws MalformedAnswerException {
        if (!answer.path("content").isArray()) {
            throw new MalformedAnswerException("a message without content");
        }
        StringBuilder text = new StringBuilder();
        StringBuilder thinking = new StringBuilder();
        ArrayNode calls = JsonTrees.array();
        for (JsonNode block : answer.path("content")) {
            switch (block.path("type").asText()) {
                case "text" -> text.append(block.path("text").asText());
                case "thinking" -> thinking.append(block.path("thinking").asText());
                case "redacted_thinking" -> {}
                case "tool_use" -> calls.add(toolCall(block));
                default ->
                    throw new MalformedAnswerException("a message with a block that chat completions cannot carry: "
                            + block.path("type").asText());
            }
        }
        ObjectNode out = JsonTrees.object()
                .put("id", answer.path("id").asText())
                .put("object", "chat.completion")
                .put("created", created)
                .put("model", answer.path("model").asText());
        ObjectNode choice = out.putArray("choices").addObject().put("index", 0);
        ObjectNode said = choice.putObject("message").put("role", "assistant");
        if (text.isEmpty() && !calls.isEmpty()) {
            said.putNull("content");
        } else {
            said.put("content", text.toString());
        }
        said.putNull("refusal");
        if (!thinking.isEmpty()) {
            said.put("reasoning_content", thinking.toString());
        }
        if (!calls.isEmpty()) {
            said.set("tool_calls", calls);
        }
        choice.putNull("logprobs");
        choice.put(
                "finish_reason", StopReasons.toChat(answer.path("stop_reason").asText("")));
        out.set("usage", UsageFields.ofMessages(answer.path("usage")).toChat());
        return out;
    }

    private static ObjectNode toolCall(JsonNode block) {
        ObjectNode call =
                JsonTrees.object().put("id", block.path("id").asText()).put("type", "function");
        JsonNode input = block.path("input");
        call.putObject("function")
                .put("name", block.path("name").asText())
                .put("arguments", input.isObject() ? JsonTrees.text(input) : "{}");
        return call;
    }
}
