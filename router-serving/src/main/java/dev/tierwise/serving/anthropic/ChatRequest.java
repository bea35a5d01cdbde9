package dev.tierwise.serving.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.JsonTrees;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chat completions request as a messages request. */
final class ChatRequest {
    /** Anthropic wants a bound, chat completions need none; every present model of Anthropic's allows this one. */
    static final int DEFAULT_MAX_TOKENS = 8_192;

    private ChatRequest() {}

    static ObjectNode toMessages(ObjectNode request) {
        Fields in = new Fields(request, "", "Anthropic's messages");
        ObjectNode out = JsonTrees.object();
        in.copy("model", out, "model");
        ChatTurns.toMessages(in, out);
        maxTokens(in, out);
        temperature(in, out);
        in.copy("top_p", out, "top_p");
        stops(in, out);
        tools(in, out);
        format(in, out);
        user(in, out);
        serviceTier(in, out);
        in.copy("stream", out, "stream");
        streamOptions(in);
        withoutCounterpart(in);
        in.done();
        return out;
    }

    private static void maxTokens(Fields in, ObjectNode out) {
        in.copy("max_tokens", out, "max_tokens");
        if (out.has("max_tokens") && in.take("max_completion_tokens") != null) {
            throw in.refuse("max_completion_tokens", "and max_tokens exclude each other");
        }
        in.copy("max_completion_tokens", out, "max_tokens");
        if (!out.has("max_tokens")) {
            out.put("max_tokens", DEFAULT_MAX_TOKENS);
        }
    }

    private static void temperature(Fields in, ObjectNode out) {
        JsonNode temperature = in.take("temperature");
        if (temperature == null) {
            return;
        }
        if (temperature.isNumber() && temperature.decimalValue().compareTo(BigDecimal.ONE) > 0) {
            throw in.refuse("temperature", "is " + temperature + "; Anthropic's messages take at most 1");
        }
        out.set("temperature", temperature);
    }

    private static void stops(Fields in, ObjectNode out) {
        JsonNode stop = in.take("stop");
        if (stop != null && stop.isTextual()) {
            out.putArray("stop_sequences").add(stop);
        } else if (stop != null && !stop.isArray()) {
            throw in.refuse("stop", "must be a string or a list of strings");
        } else if (stop != null && !stop.isEmpty()) {
            out.set("stop_sequences", stop);
        }
    }

    private static void tools(Fields in, ObjectNode out) {
        ArrayNode tools = JsonTrees.array();
        in.children("tools").forEach(tool -> tools.add(tool(tool)));
        JsonNode choice = choice(in);
        Boolean parallel = in.flag("parallel_tool_calls");
        if (tools.isEmpty()) {
            if (choice != null && !choice.path("type").asText().equals("none")) {
                throw in.refuse("tool_choice", "needs tools");
            }
            return;
        }
        out.set("tools", tools);
        if (Boolean.FALSE.equals(parallel)) {
            choice = choice == null ? JsonTrees.typed("auto") : choice;
            if (!choice.path("type").asText().equals("none")) {
                ((ObjectNode) choice).put("disable_parallel_tool_use", true);
            }
        }
        if (choice != null) {
            out.set("tool_choice", choice);
        }
    }

    private static ObjectNode tool(Fields tool) {
        String type = tool.requiredText("type");
        if (!type.equals("function")) {
            throw tool.refuse("type", "is \"" + type + "\"; Anthropic's messages take function tools");
        }
        Fields function = tool.requiredChild("function");
        ObjectNode out = JsonTrees.object().put("name", function.requiredText("name"));
        function.copy("description", out, "description");
        JsonNode parameters = function.take("parameters");
        out.set(
                "input_schema",
                parameters == null ? JsonTrees.typed("object").set("properties", JsonTrees.object()) : parameters);
        if (Boolean.TRUE.equals(function.flag("strict"))) {
            out.put("strict", true);
        }
        function.done();
        tool.done();
        return out;
    }

    private static @Nullable ObjectNode choice(Fields in) {
        JsonNode choice = in.take("tool_choice");
        if (choice == null) {
            return null;
        }
        if (choice.isTextual()) {
            return switch (choice.textValue()) {
                case "auto", "none" -> JsonTrees.typed(choice.textValue());
                case "required" -> JsonTrees.typed("any");
                default -> throw in.refuse("tool_choice", "can be auto, none, required or a function");
            };
        }
        Fields named = in.requiredChild("tool_choice");
        if (!named.requiredText("type").equals("function")) {
            throw named.refuse("type", "must be function for Anthropic's messages");
        }
        Fields function = named.requiredChild("function");
        ObjectNode out = JsonTrees.typed("tool").put("name", function.requiredText("name"));
        function.done();
        named.done();
        return out;
    }

    private static void format(Fields in, ObjectNode out) {
        Fields format = in.child("response_format");
        if (format == null) {
            return;
        }
        String type = format.requiredText("type");
        switch (type) {
            case "text" -> {}
            case "json_schema" -> {
                Fields wanted = format.requiredChild("json_schema");
                // Anthropic holds every schema strictly and has no name for it.
                wanted.hint("name");
                wanted.hint("strict");
                wanted.neutral("description");
                JsonNode schema = wanted.take("schema");
                if (schema == null) {
                    throw wanted.refuse("schema", "is missing");
                }
                ObjectNode config = out.putObject("output_config").putObject("format");
                config.put("type", "json_schema").set("schema", schema);
                wanted.done();
            }
            default ->
                throw format.refuse(
                        "type", "is \"" + type + "\"; Anthropic's messages can only be held to a json_schema");
        }
        format.done();
    }

    private static void user(Fields in, ObjectNode out) {
        String user = in.text("user");
        String identifier = in.text("safety_identifier");
        if (user != null && identifier != null && !user.equals(identifier)) {
            throw in.refuse("safety_identifier", "differs from user; Anthropic's messages take one of them");
        }
        if (user != null || identifier != null) {
            out.putObject("metadata").put("user_id", user != null ? user : identifier);
        }
    }

    private static void serviceTier(Fields in, ObjectNode out) {
        String tier = in.text("service_tier");
        if (tier != null) {
            out.put(
                    "service_tier",
                    switch (tier) {
                        case "auto" -> "auto";
                        case "default" -> "standard_only";
                        default ->
                            throw in.refuse(
                                    "service_tier", "is \"" + tier + "\"; Anthropic's messages know auto and default");
                    });
        }
    }

    private static void streamOptions(Fields in) {
        Fields options = in.child("stream_options");
        if (options != null) {
            options.flag("include_usage");
            options.neutral("include_obfuscation", "false");
            options.done();
        }
    }

    /** Fields that may be sent as long as they ask for nothing that is not so anyway. */
    private static void withoutCounterpart(Fields in) {
        in.neutral("n", "1");
        in.neutral("logprobs", "false");
        in.neutral("logit_bias", "{}");
        in.neutral("presence_penalty", "0", "0.0");
        in.neutral("frequency_penalty", "0", "0.0");
        in.neutral("modalities", "[\"text\"]");
        in.neutral("store", "false");
        in.neutral("metadata", "{}");
        for (String former : List.of("functions", "function_call")) {
            if (in.take(former) != null) {
                throw in.refuse(former, "has been replaced by tools and cannot be carried over");
            }
        }
        in.hint("prompt_cache_key");
        in.hint("prompt_cache_retention");
    }
}
