package dev.tierwise.serving.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.Event;
import dev.tierwise.serving.api.EventReader;
import dev.tierwise.serving.api.JsonTrees;
import dev.tierwise.serving.api.MalformedAnswerException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events as bytes and as trees. */
final class EventData {
    /** Keeps a connection awake while nothing is said; every client passes over it. */
    static final byte[] COMMENT = ": ping\n\n".getBytes(StandardCharsets.US_ASCII);

    static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] DONE_DATA = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private EventData() {}

    /** The object an event carries; null for a comment and for the mark that ends a chat stream. */
    static @Nullable ObjectNode read(byte[] raw) throws MalformedAnswerException {
        EventReader reader = new EventReader(Integer.MAX_VALUE);
        List<Event> events = reader.feed(raw, raw.length);
        Event event = events.isEmpty() ? reader.rest() : events.getFirst();
        byte[] data = event == null ? null : event.data();
        return data == null || data.length == 0 || Arrays.equals(data, DONE_DATA) ? null : JsonTrees.answer(data);
    }

    /** What stands for an event that carries nothing: the same sign of life where it was a comment. */
    static byte[] aside(byte[] raw) {
        return raw.length > 0 && raw[0] == ':' ? COMMENT : new byte[0];
    }

    /** One chunk of a chat stream. */
    static void chunk(ObjectNode data, ByteArrayOutputStream out) {
        out.writeBytes("data: ".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(JsonTrees.bytes(data));
        out.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    }

    /** One event of a messages stream, named by its type. */
    static void named(ObjectNode data, ByteArrayOutputStream out) {
        out.writeBytes(("event: " + data.path("type").asText() + "\n").getBytes(StandardCharsets.UTF_8));
        chunk(data, out);
    }
}
