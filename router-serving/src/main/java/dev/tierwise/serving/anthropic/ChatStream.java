package dev.tierwise.serving.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.JsonTrees;
import dev.tierwise.serving.api.MalformedAnswerException;
import dev.tierwise.serving.api.StreamTranslation;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a chat stream as the events of a messages stream. Anthropic's stream is a row of blocks, each begun and
 * ended; so a change from text to a tool call, or from one tool call to the next, ends one block and begins another.
 */
final class ChatStream implements StreamTranslation {
    /** What the open block is; tool calls are counted from 0. */
    private static final int NO_BLOCK = -2;

    private static final int TEXT = -1;

    /** A tool call whose name has not come yet. */
    private static final class Waiting {
        private String id = "";
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();
    }

    private final Map<Integer, Waiting> waiting = new HashMap<>();
    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private boolean started;
    private boolean ended;
    private int open = NO_BLOCK;
    private int blocks;
    private int lastTool = -1;
    private String lastId = "";
    private String answerId = "";
    private boolean refused;
    private @Nullable String finish;
    private UsageFields usage = UsageFields.NONE;

    @Override
    public byte[] event(byte[] event) throws MalformedAnswerException {
        ObjectNode chunk = EventData.read(event);
        if (chunk == null) {
            return EventData.aside(event);
        }
        start(chunk);
        if (chunk.path("usage").isObject()) {
            usage = UsageFields.ofChat(chunk.path("usage"));
        }
        JsonNode choice = chunk.path("choices").path(0);
        JsonNode delta = choice.path("delta");
        text(delta.path("content"));
        if (delta.path("refusal").isTextual()) {
            refused = true;
            text(delta.path("refusal"));
        }
        for (JsonNode call : delta.path("tool_calls")) {
            tool(call);
        }
        if (choice.path("finish_reason").isTextual()) {
            finish = choice.path("finish_reason").textValue();
            if (!waiting.isEmpty()) {
                throw new MalformedAnswerException("a tool call whose name never came");
            }
        }
        return taken();
    }

    @Override
    public byte[] end() {
        if (!ended) {
            ended = true;
            start(JsonTrees.object());
            close();
            ObjectNode last = JsonTrees.typed("message_delta");
            last.putObject("delta")
                    .put("stop_reason", StopReasons.toMessages(refused ? "content_filter" : finish, lastTool >= 0))
                    .putNull("stop_sequence");
            last.set("usage", usage.toMessages());
            EventData.named(last, out);
            EventData.named(JsonTrees.typed("message_stop"), out);
        }
        return taken();
    }

    private void start(JsonNode chunk) {
        if (!started) {
            started = true;
            ObjectNode message = ChatAnswer.envelope(chunk);
            answerId = message.path("id").asText();
            // The counts come with the last event; chat streams tell them at their end.
            message.set("usage", usage.toMessages());
            EventData.named(JsonTrees.typed("message_start").set("message", message), out);
        }
    }

    private void text(JsonNode text) {
        if (!text.isTextual() || text.textValue().isEmpty()) {
            return;
        }
        if (open != TEXT) {
            open(TEXT, JsonTrees.typed("text").put("text", ""));
        }
        delta(JsonTrees.typed("text_delta").put("text", text.textValue()));
    }

    private void tool(JsonNode call) throws MalformedAnswerException {
        int index = call.path("index").asInt(lastTool < 0 ? 0 : lastTool);
        JsonNode function = call.path("function");
        String arguments = function.path("arguments").asText("");
        String id = call.path("id").asText("");
        // Some providers number every call 0, and only the id tells one from the next.
        boolean another = waiting.containsKey(index) || (!id.isEmpty() && !id.equals(lastId));
        if (open != index || another) {
            if (index < lastTool || (index == lastTool && !another)) {
                throw new MalformedAnswerException("a part of a tool call that comes after the next one has begun");
            }
            Waiting begun = waiting.computeIfAbsent(index, any -> new Waiting());
            begun.id += id;
            begun.name += function.path("name").asText("");
            begun.arguments.append(arguments);
            if (begun.name.isEmpty()) {
                return;
            }
            waiting.remove(index);
            lastTool = index;
            lastId = begun.id;
            ObjectNode block = JsonTrees.typed("tool_use")
                    .put("id", ToolIds.ofCall(begun.id, answerId, index))
                    .put("name", begun.name);
            block.putObject("input");
            open(index, block);
            arguments = begun.arguments.toString();
        }
        if (!arguments.isEmpty()) {
            delta(JsonTrees.typed("input_json_delta").put("partial_json", arguments));
        }
    }

    private void open(int what, ObjectNode block) {
        close();
        open = what;
        ObjectNode event = JsonTrees.typed("content_block_start").put("index", blocks);
        event.set("content_block", block);
        EventData.named(event, out);
    }

    private void close() {
        if (open != NO_BLOCK) {
            EventData.named(JsonTrees.typed("content_block_stop").put("index", blocks), out);
            blocks++;
            open = NO_BLOCK;
        }
    }

    private void delta(ObjectNode delta) {
        ObjectNode event = JsonTrees.typed("content_block_delta").put("index", blocks);
        event.set("delta", delta);
        EventData.named(event, out);
    }

    private byte[] taken() {
        byte[] bytes = out.toByteArray();
        out = new ByteArrayOutputStream();
        return bytes;
    }
}
