package dev.tierwise.serving.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.JsonTrees;
import dev.tierwise.serving.api.MalformedAnswerException;
import dev.tierwise.serving.api.StreamTranslation;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** The events of a messages stream as the chunks of a chat stream. */
final class MessagesStream implements StreamTranslation {
    private final boolean usageAsked;
    private final long created;
    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private String id = "";
    private String model = "";
    private int tools;
    private boolean inTool;
    private boolean argumentsCame;
    private boolean finished;
    private boolean ended;
    private UsageFields usage = UsageFields.NONE;

    /**
     * For one stream.
     *
     * @param created seconds since 1970
     */
    MessagesStream(boolean usageAsked, long created) {
        this.usageAsked = usageAsked;
        this.created = created;
    }

    @Override
    public byte[] event(byte[] event) throws MalformedAnswerException {
        ObjectNode data = EventData.read(event);
        if (data == null) {
            return EventData.aside(event);
        }
        switch (data.path("type").asText()) {
            case "message_start" -> start(data.path("message"));
            case "content_block_start" -> block(data.path("content_block"));
            case "content_block_delta" -> delta(data.path("delta"));
            case "content_block_stop" -> blockEnds();
            case "message_delta" -> {
                usage = usage.updated(data.path("usage"));
                finish(data.path("delta").path("stop_reason"));
            }
            case "message_stop" -> end(out);
            case "ping" -> out.writeBytes(EventData.COMMENT);
            // New kinds of events are to be passed over, Anthropic says.
            default -> {}
        }
        return taken();
    }

    @Override
    public byte[] end() {
        end(out);
        return taken();
    }

    private void start(JsonNode message) {
        id = message.path("id").asText("");
        model = message.path("model").asText("");
        usage = usage.updated(message.path("usage"));
        chunk(JsonTrees.object().put("role", "assistant").put("content", ""), null);
    }

    private void block(JsonNode block) throws MalformedAnswerException {
        String type = block.path("type").asText();
        switch (type) {
            case "text" -> content("content", block.path("text").asText(""));
            case "thinking" ->
                content("reasoning_content", block.path("thinking").asText(""));
            case "redacted_thinking" -> {}
            case "tool_use" -> {
                inTool = true;
                argumentsCame = false;
                ObjectNode call = JsonTrees.object()
                        .put("index", tools)
                        .put("id", block.path("id").asText())
                        .put("type", "function");
                call.putObject("function")
                        .put("name", block.path("name").asText())
                        .put("arguments", "");
                call(call);
                if (!block.path("input").isEmpty()) {
                    arguments(JsonTrees.text(block.path("input")));
                }
            }
            default ->
                throw new MalformedAnswerException("a stream with a block that chat completions cannot carry: " + type);
        }
    }

    private void delta(JsonNode delta) {
        switch (delta.path("type").asText()) {
            case "text_delta" -> content("content", delta.path("text").asText(""));
            case "thinking_delta" ->
                content("reasoning_content", delta.path("thinking").asText(""));
            case "input_json_delta" -> arguments(delta.path("partial_json").asText(""));
            default -> {}
        }
    }

    private void blockEnds() {
        if (inTool) {
            if (!argumentsCame) {
                // Anthropic sends nothing for a tool without arguments; chat clients parse what they got.
                arguments("{}");
            }
            inTool = false;
            tools++;
        }
    }

    private void content(String field, String text) {
        if (!text.isEmpty()) {
            chunk(JsonTrees.object().put(field, text), null);
        }
    }

    private void arguments(String json) {
        if (!json.isEmpty()) {
            argumentsCame = true;
            ObjectNode call = JsonTrees.object().put("index", tools);
            call.putObject("function").put("arguments", json);
            call(call);
        }
    }

    private void call(ObjectNode call) {
        ObjectNode delta = JsonTrees.object();
        delta.putArray("tool_calls").add(call);
        chunk(delta, null);
    }

    private void finish(JsonNode stopReason) {
        if (!finished && stopReason.isTextual()) {
            finished = true;
            chunk(JsonTrees.object(), StopReasons.toChat(stopReason.textValue()));
        }
    }

    private void end(ByteArrayOutputStream into) {
        if (ended) {
            return;
        }
        ended = true;
        finish(JsonTrees.string("end_turn"));
        if (usageAsked) {
            ObjectNode last = head();
            last.putArray("choices");
            last.set("usage", usage.toChat());
            EventData.chunk(last, into);
        }
        into.writeBytes(EventData.DONE);
    }

    private ObjectNode head() {
        return JsonTrees.object()
                .put("id", id)
                .put("object", "chat.completion.chunk")
                .put("created", created)
                .put("model", model);
    }

    private void chunk(ObjectNode delta, @Nullable String finishReason) {
        ObjectNode chunk = head();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs");
        choice.put("finish_reason", finishReason);
        if (usageAsked) {
            chunk.putNull("usage");
        }
        EventData.chunk(chunk, out);
    }

    private byte[] taken() {
        byte[] bytes = out.toByteArray();
        out = new ByteArrayOutputStream();
        return bytes;
    }
}
