package dev.tierwise.eval.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, whatever its wire.
 *
 * @param prompt text of the last user turn
 * @param prefill text of a last turn that is the assistant's own, to be carried on; empty where there is none
 * @param toolResult text of a tool's result where the conversation ends in one
 * @param promptTokens by {@link Tokens}, images at 85 each
 * @param cachedTokens as if a prompt cache held the conversation before its last turn, in blocks of 128
 * @param tools those to call, in order; empty where the answer is to be text
 * @param schema JSON Schema the answer must satisfy
 * @param maxTokens most tokens of the answer
 * @param stops where the answer ends before the first of these
 * @param includeUsage whether a stream ends with its usage
 */
record Ask(
        String model,
        String prompt,
        String prefill,
        @Nullable String toolResult,
        int promptTokens,
        int cachedTokens,
        int images,
        List<Tool> tools,
        @Nullable JsonNode schema,
        int maxTokens,
        List<String> stops,
        boolean stream,
        boolean includeUsage,
        JsonNode body) {

    /** A function the client offers. */
    record Tool(String name, JsonNode parameters) {}

    /**
     * @param input the field that holds the conversation: a text, texts, or turns
     * @throws RefusedException where a provider would answer 400
     */
    static Ask read(JsonNode body, String input) {
        if (!body.isObject()) {
            throw refused("We could not parse the JSON body of your request: it is not an object.");
        }
        if (!body.path("model").isTextual()) {
            throw refused("you must provide a model parameter");
        }
        JsonNode conversation = body.path(input);
        if (!conversation.isTextual() && !(conversation.isArray() && !conversation.isEmpty())) {
            throw refused("Missing required parameter: '" + input + "'.");
        }
        Turns turns = Turns.read(conversation);
        int system = Tokens.count(Turns.text(body.path("system")) + Turns.text(body.path("instructions")));
        int history = turns.historyTokens() + system;
        List<Tool> tools = turns.toolResult() == null ? tools(body, turns.prompt()) : List.of();
        return new Ask(
                body.path("model").asText(),
                turns.prompt(),
                turns.prefill(),
                turns.toolResult(),
                turns.tokens() + system,
                history / 128 * 128,
                turns.images(),
                tools,
                schema(body),
                maxTokens(body),
                stops(body),
                body.path("stream").asBoolean(false),
                body.path("stream_options").path("include_usage").asBoolean(false),
                body);
    }

    private static RefusedException refused(String message) {
        return new RefusedException(Failure.badRequest(message));
    }

    /** The first tool, or the one that must be called, or each where the prompt says "every tool". */
    private static List<Tool> tools(JsonNode body, String prompt) {
        JsonNode choice = body.path("tool_choice");
        String kind = choice.isTextual() ? choice.asText() : choice.path("type").asText("auto");
        if (kind.equals("none")) {
            return List.of();
        }
        String wanted =
                choice.path("function").path("name").asText(choice.path("name").asText(""));
        List<Tool> offered = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            JsonNode function = tool.has("function") ? tool.path("function") : tool;
            if (function.has("name")) {
                JsonNode parameters =
                        function.has("input_schema") ? function.path("input_schema") : function.path("parameters");
                offered.add(new Tool(function.path("name").asText(), parameters));
            }
        }
        if (!wanted.isEmpty()) {
            return offered.stream().filter(t -> t.name().equals(wanted)).toList();
        }
        return prompt.contains("every tool") || offered.isEmpty() ? offered : offered.subList(0, 1);
    }

    /** The four places where the wires and their ages put it. */
    private static @Nullable JsonNode schema(JsonNode body) {
        for (JsonNode format : List.of(
                body.path("response_format"),
                body.path("text").path("format"),
                body.path("output_config").path("format"),
                body.path("output_format"))) {
            switch (format.path("type").asText()) {
                case "json_schema" -> {
                    JsonNode inner = format.path("json_schema").path("schema");
                    return inner.isMissingNode() ? format.path("schema") : inner;
                }
                case "json_object" -> {
                    return Json.object();
                }
                default -> {
                    // Plain text, or nothing said.
                }
            }
        }
        return null;
    }

    private static int maxTokens(JsonNode body) {
        for (String name : List.of("max_completion_tokens", "max_output_tokens", "max_tokens")) {
            if (body.path(name).isInt()) {
                return Math.max(1, body.path(name).asInt());
            }
        }
        return Integer.MAX_VALUE;
    }

    private static List<String> stops(JsonNode body) {
        JsonNode stop = body.has("stop") ? body.path("stop") : body.path("stop_sequences");
        if (stop.isTextual()) {
            return List.of(stop.asText());
        }
        List<String> stops = new ArrayList<>();
        stop.forEach(s -> stops.add(s.asText()));
        return stops;
    }
}
