package dev.tierwise.serving.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.ChatFields;
import dev.tierwise.serving.api.JsonTrees;
import java.util.List;

/** Chat messages as the system text and the turns of a messages request. */
final class ChatTurns {
    private ChatTurns() {}

    static void toMessages(Fields request, ObjectNode out) {
        ArrayNode system = JsonTrees.array();
        ArrayNode turns = JsonTrees.array();
        List<Fields> messages = request.messages();
        for (Fields message : messages) {
            String role = message.requiredText("role");
            switch (role) {
                case "system", "developer" -> {
                    if (!turns.isEmpty()) {
                        throw message.refuse(
                                "role",
                                "is \"" + role + "\"; Anthropic's messages take it only before the conversation");
                    }
                    system.addAll(texts(message, "content"));
                }
                case "user" -> turn("user", user(message), turns);
                case "assistant" -> {
                    ObjectNode turn = assistant(message);
                    if (turn.path("content").isEmpty() && message != messages.getLast()) {
                        throw message.refuse("content", "says nothing; Anthropic's messages take no empty turn");
                    }
                    turns.add(turn);
                }
                case "tool" -> turn("user", JsonTrees.array().add(toolResult(message)), turns);
                default -> throw message.refuse("role", "is \"" + role + "\", which Anthropic's messages do not know");
            }
            message.done();
        }
        if (!system.isEmpty()) {
            out.set("system", system);
        }
        out.set("messages", turns);
    }

    /** Tool results and what the user says next are one turn: Anthropic wants all results of a turn together. */
    private static void turn(String role, ArrayNode blocks, ArrayNode turns) {
        JsonNode last = turns.isEmpty() ? JsonTrees.object() : turns.get(turns.size() - 1);
        boolean afterResults = last.path("role").asText().equals(role)
                && last.path("content").path(0).path("type").asText().equals("tool_result");
        if (afterResults && last.path("content") instanceof ArrayNode content) {
            content.addAll(blocks);
        } else {
            turns.addObject().put("role", role).set("content", blocks);
        }
    }

    private static ArrayNode user(Fields message) {
        JsonNode content = message.take("content");
        if (content == null || content.isTextual()) {
            return texts(message, "content");
        }
        ArrayNode blocks = JsonTrees.array();
        for (Fields part : message.children("content")) {
            String type = part.requiredText("type");
            switch (type) {
                case "text" -> addText(part.requiredText("text"), blocks);
                case "image_url" -> blocks.add(Images.toBlock(part));
                default -> throw unknown(part, type, "text and image_url");
            }
            part.done();
        }
        return blocks;
    }

    private static ObjectNode toolResult(Fields message) {
        ObjectNode block =
                JsonTrees.typed("tool_result").put("tool_use_id", ToolIds.taken(message.requiredText("tool_call_id")));
        ArrayNode content = texts(message, "content");
        if (!content.isEmpty()) {
            block.set("content", content);
        }
        message.hint("name"); // The id says which call it answers; some clients repeat the name.
        return block;
    }

    private static ObjectNode assistant(Fields message) {
        ArrayNode blocks = JsonTrees.array();
        if (message.take("content") != null) {
            blocks.addAll(texts(message, "content"));
        }
        String refusal = message.text("refusal");
        addText(refusal == null ? "" : refusal, blocks);
        for (Fields call : message.children("tool_calls")) {
            blocks.add(toolUse(call));
        }
        // Only its own provider could take up again what it thought.
        ChatFields.THOUGHTS.forEach(message::hint);
        message.neutral("annotations", "[]");
        return JsonTrees.object().put("role", "assistant").set("content", blocks);
    }

    private static ObjectNode toolUse(Fields call) {
        String type = call.text("type");
        if (type != null && !type.equals("function")) {
            throw call.refuse("type", "is \"" + type + "\"; Anthropic's messages take function calls");
        }
        ObjectNode block = JsonTrees.typed("tool_use").put("id", ToolIds.taken(call.requiredText("id")));
        Fields function = call.requiredChild("function");
        block.put("name", function.requiredText("name"));
        String arguments = function.requiredText("arguments");
        ObjectNode input = arguments.isBlank() ? JsonTrees.object() : JsonTrees.parsed(arguments);
        if (input == null) {
            throw function.refuse("arguments", "must hold a JSON object for Anthropic's messages");
        }
        block.set("input", input);
        function.done();
        call.hint("index"); // Clients that put a stream together leave it in.
        call.done();
        return block;
    }

    /** A string, or a list of text parts, as text blocks; none for an empty one. */
    private static ArrayNode texts(Fields message, String name) {
        JsonNode content = message.take(name);
        ArrayNode blocks = JsonTrees.array();
        if (content == null) {
            throw message.refuse(name, "is missing");
        }
        if (content.isTextual()) {
            addText(content.textValue(), blocks);
            return blocks;
        }
        for (Fields part : message.children(name)) {
            String type = part.requiredText("type");
            switch (type) {
                // A refusal that is sent back is what the answer said.
                case "text", "refusal" -> addText(part.requiredText(type), blocks);
                default -> throw unknown(part, type, "text");
            }
            part.done();
        }
        return blocks;
    }

    /** Chat clients send "" beside tool calls, as a system text, as what a tool gave; Anthropic takes no empty text. */
    private static void addText(String text, ArrayNode blocks) {
        if (!text.isEmpty()) {
            blocks.add(JsonTrees.typed("text").put("text", text));
        }
    }

    private static RuntimeException unknown(Fields part, String type, String known) {
        return part.refuse("is a \"" + type + "\" part; Anthropic's messages can carry " + known + " here");
    }
}
