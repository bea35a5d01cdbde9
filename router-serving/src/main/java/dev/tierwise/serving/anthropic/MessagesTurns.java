package dev.tierwise.serving.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.JsonTrees;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The system text and the turns of a messages request as chat messages. */
final class MessagesTurns {
    private MessagesTurns() {}

    static ArrayNode toChat(Fields request) {
        ArrayNode out = JsonTrees.array();
        JsonNode system = textOrParts(request, "system");
        if (system != null) {
            out.addObject().put("role", "system").set("content", system);
        }
        for (Fields message : request.messages()) {
            String role = message.requiredText("role");
            switch (role) {
                case "user" -> user(message, out);
                case "assistant" -> assistant(message, out);
                default -> throw message.refuse("role", "is \"" + role + "\"; it can be user or assistant");
            }
            message.done();
        }
        return out;
    }

    /** A turn of the user is one chat message, but every tool result in it is one of its own. */
    private static void user(Fields message, ArrayNode out) {
        JsonNode content = message.take("content");
        if (content != null && content.isTextual()) {
            out.addObject().put("role", "user").set("content", content);
            return;
        }
        ArrayNode parts = JsonTrees.array();
        for (Fields block : blocks(message)) {
            String type = block.requiredText("type");
            switch (type) {
                case "text" -> parts.add(text(block));
                case "image" -> parts.add(Images.toPart(block));
                case "tool_result" -> {
                    flush(parts, out);
                    parts = JsonTrees.array();
                    out.add(toolResult(block));
                }
                default -> throw unknown(block, type, "text, image and tool_result");
            }
            block.hint("cache_control");
            block.done();
        }
        flush(parts, out);
    }

    /** A turn that says nothing has no counterpart, and leaving it out would change who speaks when. */
    private static List<Fields> blocks(Fields message) {
        List<Fields> blocks = message.children("content");
        if (blocks.isEmpty()) {
            throw message.refuse("content", "must be a string or a list with at least one block");
        }
        return blocks;
    }

    private static void flush(ArrayNode parts, ArrayNode out) {
        if (!parts.isEmpty()) {
            out.addObject().put("role", "user").set("content", parts);
        }
    }

    private static ObjectNode toolResult(Fields block) {
        ObjectNode out = JsonTrees.object().put("role", "tool").put("tool_call_id", block.requiredText("tool_use_id"));
        JsonNode content = textOrParts(block, "content");
        // Chat completions have no flag for a failed tool: there the text says so.
        String prefix = Boolean.TRUE.equals(block.flag("is_error")) ? "Error: " : "";
        if (content instanceof ArrayNode parts && !parts.isEmpty()) {
            ObjectNode first = (ObjectNode) parts.get(0);
            first.put("text", prefix + first.path("text").textValue());
            out.set("content", parts);
        } else {
            out.put("content", prefix + (content == null || content.isArray() ? "" : content.textValue()));
        }
        return out;
    }

    private static void assistant(Fields message, ArrayNode out) {
        ObjectNode answer = out.addObject().put("role", "assistant");
        JsonNode content = message.take("content");
        if (content != null && content.isTextual()) {
            answer.set("content", content);
            return;
        }
        ArrayNode texts = JsonTrees.array();
        ArrayNode calls = JsonTrees.array();
        for (Fields block : blocks(message)) {
            String type = block.requiredText("type");
            switch (type) {
                case "text" -> texts.add(text(block));
                case "tool_use" -> calls.add(toolCall(block));
                // A request that asks for thinking is refused; without it Anthropic, too, leaves out what was thought
                // before.
                case "thinking", "redacted_thinking" ->
                    List.of("thinking", "signature", "data").forEach(block::hint);
                default -> throw unknown(block, type, "text and tool_use");
            }
            block.hint("cache_control");
            block.done();
        }
        if (texts.isEmpty() && calls.isEmpty()) {
            // Of what was thought alone nothing is left, and chat providers take null only beside calls.
            answer.put("content", "");
        } else if (texts.isEmpty()) {
            answer.putNull("content");
        } else if (texts.size() == 1) {
            answer.set("content", texts.get(0).get("text"));
        } else {
            answer.set("content", texts);
        }
        if (!calls.isEmpty()) {
            answer.set("tool_calls", calls);
        }
    }

    private static ObjectNode toolCall(Fields block) {
        ObjectNode call = JsonTrees.object().put("id", block.requiredText("id")).put("type", "function");
        ObjectNode function = call.putObject("function").put("name", block.requiredText("name"));
        JsonNode input = block.take("input");
        if (!(input instanceof ObjectNode)) {
            throw block.refuse("input", "must be an object");
        }
        function.put("arguments", JsonTrees.text(input));
        return call;
    }

    /** A string, or a list of text blocks, as chat completions take it. */
    private static @Nullable JsonNode textOrParts(Fields owner, String name) {
        JsonNode value = owner.take(name);
        if (value == null || value.isTextual()) {
            return value;
        }
        ArrayNode parts = JsonTrees.array();
        for (Fields block : owner.children(name)) {
            String type = block.requiredText("type");
            if (!type.equals("text")) {
                throw unknown(block, type, "text");
            }
            parts.add(text(block));
            block.hint("cache_control");
            block.done();
        }
        return parts;
    }

    private static ObjectNode text(Fields block) {
        block.neutral("citations", "[]");
        return JsonTrees.typed("text").put("text", block.requiredText("text"));
    }

    private static RuntimeException unknown(Fields block, String type, String known) {
        return block.refuse("is a \"" + type + "\" block; chat completions can carry " + known + " here");
    }
}
