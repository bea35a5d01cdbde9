package dev.tierwise.serving.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.core.prompt.Prompt.Role;
import dev.tierwise.core.prompt.Prompt.Turn;
import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.RequestView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A request read the simple way, off a tree: what the one pass over the bytes is held to. */
final class ReferenceRequest {
    private static final Set<String> TEXT_PARTS = Set.of("text", "input_text", "output_text");

    private ReferenceRequest() {}

    static void readAlike(RequestView view, ObjectNode tree) {
        Law.equal(view.model().orElse(null), tree.path("model").textValue(), "model");
        Law.equal(view.stream(), tree.path("stream").asBoolean(), "stream");
        Law.equal(
                view.usageAsked(),
                tree.path("stream_options").path("include_usage").asBoolean(),
                "include_usage");
        Law.equal(
                view.previousResponse().orElse(null),
                tree.path("previous_response_id").textValue(),
                "previous");
        List<String> models = new ArrayList<>();
        tree.path("models").forEach(model -> models.add(model.textValue()));
        Law.equal(view.models(), models, "models");
        List<Turn> turns = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : tree.properties()) {
            switch (member.getKey()) {
                case "system", "instructions" -> system(member.getValue(), turns);
                default -> {
                    if (member.getKey().equals(textField(view.endpoint()))) {
                        conversation(member.getValue(), turns);
                    }
                }
            }
        }
        Law.equal(view.prompt().turns(), turns, "turns");
    }

    private static String textField(Endpoint endpoint) {
        return switch (endpoint) {
            case CHAT, MESSAGES -> "messages";
            case COMPLETIONS -> "prompt";
            case RESPONSES, EMBEDDINGS -> "input";
        };
    }

    private static void system(JsonNode value, List<Turn> turns) {
        if (!value.isNull()) {
            turns.add(content(Role.SYSTEM, value));
        }
    }

    private static void conversation(JsonNode value, List<Turn> turns) {
        if (value.isTextual()) {
            turns.add(new Turn(Role.USER, value.textValue(), 0));
        }
        for (JsonNode item : value) {
            if (item.isObject()) {
                turns.add(content(role(item.path("role").asText()), item.path("content")));
            } else if (item.isTextual()) {
                turns.add(new Turn(Role.USER, item.textValue(), 0));
            }
        }
    }

    private static Role role(String name) {
        return switch (name) {
            case "system", "developer" -> Role.SYSTEM;
            case "assistant" -> Role.ASSISTANT;
            case "tool", "function" -> Role.TOOL;
            default -> Role.USER;
        };
    }

    private static Turn content(Role role, JsonNode content) {
        if (content.isTextual()) {
            return new Turn(role, content.textValue(), 0);
        }
        List<JsonNode> parts = new ArrayList<>();
        if (content.isArray()) {
            content.forEach(parts::add);
        }
        String text = parts.stream()
                .filter(ReferenceRequest::isText)
                .map(part -> part.isTextual() ? part : part.path("text"))
                .map(said -> said.isTextual() ? said.textValue() : "")
                .collect(Collectors.joining("\n"));
        long others = parts.stream().filter(part -> !isText(part)).count();
        return new Turn(role, text, Math.toIntExact(others));
    }

    private static boolean isText(JsonNode part) {
        return part.isTextual()
                || TEXT_PARTS.contains(
                        part.path("type").isTextual() ? part.path("type").textValue() : "");
    }
}
