package dev.tierwise.serving.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.JsonTrees;
import org.jspecify.annotations.Nullable;

/** A messages request as a chat completions request. */
final class MessagesRequest {
    /** More are refused by OpenAI. */
    private static final int MAX_STOPS = 4;

    private MessagesRequest() {}

    static ObjectNode toChat(ObjectNode request, boolean askUsage) {
        Fields in = new Fields(request, "", "chat completions");
        ObjectNode out = JsonTrees.object();
        in.copy("model", out, "model");
        out.set("messages", MessagesTurns.toChat(in));
        in.copy("max_tokens", out, "max_completion_tokens");
        in.copy("temperature", out, "temperature");
        in.copy("top_p", out, "top_p");
        stops(in, out);
        tools(in, out);
        format(in, out);
        metadata(in, out);
        serviceTier(in, out);
        in.copy("stream", out, "stream");
        if (askUsage && out.path("stream").asBoolean()) {
            out.putObject("stream_options").put("include_usage", true);
        }
        Fields thinking = in.child("thinking");
        if (thinking != null && !thinking.requiredText("type").equals("disabled")) {
            throw in.refuse("thinking", "has no counterpart in chat completions; leave it out or disable it");
        }
        in.hint("cache_control");
        in.done();
        return out;
    }

    private static void stops(Fields in, ObjectNode out) {
        JsonNode stops = in.take("stop_sequences");
        if (stops == null || stops.isEmpty()) {
            return;
        }
        if (stops.size() > MAX_STOPS) {
            throw in.refuse("stop_sequences", "has more than the " + MAX_STOPS + " entries of chat completions");
        }
        out.set("stop", stops);
    }

    private static void tools(Fields in, ObjectNode out) {
        ArrayNode tools = JsonTrees.array();
        in.children("tools").forEach(tool -> tools.add(tool(tool)));
        if (!tools.isEmpty()) {
            out.set("tools", tools);
        }
        Fields choice = in.child("tool_choice");
        if (choice != null) {
            out.set("tool_choice", choice(choice));
            if (Boolean.TRUE.equals(choice.flag("disable_parallel_tool_use"))) {
                out.put("parallel_tool_calls", false);
            }
            choice.done();
        }
    }

    private static ObjectNode tool(Fields tool) {
        String type = tool.text("type");
        if (type != null && !type.equals("custom")) {
            throw tool.refuse(
                    "type", "is \"" + type + "\", which only Anthropic runs; chat completions take custom tools");
        }
        ObjectNode out = JsonTrees.typed("function");
        ObjectNode function = out.putObject("function");
        function.put("name", tool.requiredText("name"));
        tool.copy("description", function, "description");
        tool.copy("input_schema", function, "parameters");
        tool.copy("strict", function, "strict");
        tool.hint("cache_control");
        tool.done();
        return out;
    }

    private static JsonNode choice(Fields choice) {
        String type = choice.requiredText("type");
        return switch (type) {
            case "auto", "none" -> JsonTrees.string(type);
            case "any" -> JsonTrees.string("required");
            case "tool" -> {
                ObjectNode named = JsonTrees.typed("function");
                named.putObject("function").put("name", choice.requiredText("name"));
                yield named;
            }
            default -> throw choice.refuse("type", "is \"" + type + "\"; it can be auto, any, tool or none");
        };
    }

    /** The schema of the answer, at its present place and at its former one. */
    private static void format(Fields in, ObjectNode out) {
        Fields config = in.child("output_config");
        schema(config == null ? null : config.child("format"), out);
        schema(in.child("output_format"), out);
        if (config != null) {
            config.done();
        }
    }

    private static void schema(@Nullable Fields format, ObjectNode out) {
        if (format == null) {
            return;
        }
        if (!format.requiredText("type").equals("json_schema")) {
            throw format.refuse("type", "must be json_schema");
        }
        JsonNode schema = format.take("schema");
        if (schema == null) {
            throw format.refuse("schema", "is missing");
        }
        ObjectNode wanted =
                out.putObject("response_format").put("type", "json_schema").putObject("json_schema");
        wanted.put("name", "answer").put("strict", true).set("schema", schema);
        format.done();
    }

    private static void metadata(Fields in, ObjectNode out) {
        Fields metadata = in.child("metadata");
        if (metadata != null) {
            metadata.copy("user_id", out, "user");
            metadata.done();
        }
    }

    private static void serviceTier(Fields in, ObjectNode out) {
        String tier = in.text("service_tier");
        if (tier != null) {
            out.put(
                    "service_tier",
                    switch (tier) {
                        case "auto" -> "auto";
                        case "standard_only" -> "default";
                        default -> throw in.refuse("service_tier", "must be auto or standard_only");
                    });
        }
    }
}
