package dev.tierwise.eval.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Anthropic's {@code /v1/messages}. */
final class MessagesWire implements Wire {
    private static final String TOOL_ID = "^[a-zA-Z0-9_-]+$";

    @Override
    public Ask ask(JsonNode body) {
        if (!body.path("max_tokens").isInt()) {
            throw new RefusedException(Failure.badRequest("max_tokens: Field required"));
        }
        JsonNode messages = body.path("messages");
        for (int i = 0; i < messages.size(); i++) {
            JsonNode blocks = messages.path(i).path("content");
            for (int j = 0; j < blocks.size(); j++) {
                String at = "messages." + i + ".content." + j + "."
                        + blocks.path(j).path("type").asText() + ".";
                checkId(blocks.path(j), at, "id");
                checkId(blocks.path(j), at, "tool_use_id");
            }
        }
        return Ask.read(body, "messages");
    }

    private static void checkId(JsonNode block, String at, String field) {
        if (block.path(field).isTextual() && !block.path(field).textValue().matches(TOOL_ID)) {
            throw new RefusedException(
                    Failure.badRequest(at + field + ": String should match pattern '" + TOOL_ID + "'"));
        }
    }

    @Override
    public ObjectNode whole(Ask ask, Reply reply) {
        ObjectNode message = message(ask, reply);
        ArrayNode content = (ArrayNode) message.path("content");
        if (reply.calls().isEmpty()) {
            content.addObject().put("type", "text").put("text", reply.text());
        }
        for (Reply.ToolCall call : reply.calls()) {
            ObjectNode block = toolUse(call);
            block.set("input", parsed(call.arguments()));
            content.add(block);
        }
        stop(message, ask, reply);
        if (reply.usage() != null) {
            message.set("usage", usage(reply.usage(), reply.usage().output()));
        }
        return message;
    }

    @Override
    public Script events(Ask ask, Reply reply) {
        List<byte[]> opening = new ArrayList<>();
        List<byte[]> pieces = new ArrayList<>();
        List<byte[]> closing = new ArrayList<>();
        ObjectNode started = typed("message_start");
        ObjectNode message = message(ask, reply).putNull("stop_reason").putNull("stop_sequence");
        if (reply.usage() != null) {
            message.set("usage", usage(reply.usage(), 1));
        }
        started.set("message", message);
        opening.add(Json.namedEvent(started));
        if (reply.calls().isEmpty()) {
            opening.add(blockStart(0, Json.object().put("type", "text").put("text", "")));
            opening.add(Json.namedEvent(typed("ping")));
            reply.tokens().forEach(token -> pieces.add(delta(0, "text_delta", "text", token)));
            closing.add(Json.namedEvent(typed("content_block_stop").put("index", 0)));
        }
        for (int i = 0; i < reply.calls().size(); i++) {
            Reply.ToolCall call = reply.calls().get(i);
            ObjectNode block = toolUse(call);
            block.putObject("input");
            pieces.add(blockStart(i, block));
            for (String fragment : call.fragments()) {
                pieces.add(delta(i, "input_json_delta", "partial_json", fragment));
            }
            pieces.add(Json.namedEvent(typed("content_block_stop").put("index", i)));
        }
        ObjectNode ended = typed("message_delta");
        stop(ended.putObject("delta"), ask, reply);
        if (reply.usage() != null) {
            ended.putObject("usage").put("output_tokens", reply.usage().output());
        }
        closing.add(Json.namedEvent(ended));
        return new Script(Script.EVENTS, opening, pieces, closing, List.of(Json.namedEvent(typed("message_stop"))));
    }

    @Override
    public ObjectNode error(Failure failure) {
        ObjectNode error = typed("error");
        error.putObject("error").put("type", failure.anthropicType()).put("message", failure.message());
        return error;
    }

    @Override
    public byte[] errorEvent(Failure failure) {
        return Json.namedEvent(error(failure));
    }

    private static ObjectNode message(Ask ask, Reply reply) {
        ObjectNode message = typed("message")
                .put("id", "msg_" + reply.key())
                .put("role", "assistant")
                .put("model", ask.model());
        message.putArray("content");
        return message;
    }

    private static void stop(ObjectNode node, Ask ask, Reply reply) {
        node.put("stop_reason", reply.finish().anthropic());
        if (reply.finish() == Reply.Finish.STOP_SEQUENCE) {
            node.put("stop_sequence", ask.stops().getFirst());
        } else {
            node.putNull("stop_sequence");
        }
    }

    private static byte[] blockStart(int index, ObjectNode block) {
        ObjectNode event = typed("content_block_start").put("index", index);
        event.set("content_block", block);
        return Json.namedEvent(event);
    }

    private static byte[] delta(int index, String type, String field, String text) {
        ObjectNode event = typed("content_block_delta").put("index", index);
        event.putObject("delta").put("type", type).put(field, text);
        return Json.namedEvent(event);
    }

    private static ObjectNode toolUse(Reply.ToolCall call) {
        return typed("tool_use").put("id", call.id().replace("call_", "toolu_")).put("name", call.name());
    }

    /** Anthropic counts cached tokens beside the input, not in it. */
    private static ObjectNode usage(Usage usage, int output) {
        return Json.object()
                .put("input_tokens", usage.input() - usage.cached())
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", usage.cached())
                .put("output_tokens", output);
    }

    private static ObjectNode typed(String type) {
        return Json.object().put("type", type);
    }

    private static JsonNode parsed(String json) {
        try {
            return Json.read(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
