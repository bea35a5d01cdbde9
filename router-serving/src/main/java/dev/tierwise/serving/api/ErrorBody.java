package dev.tierwise.serving.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as clients know it: OpenAI's {@code {"error": {message, type, param, code}}}. On the messages endpoint it
 * carries Anthropic's outer {@code "type": "error"} as well, so that both kinds of client find what they look for.
 *
 * @param attempts one line per call that was made, where providers failed; empty otherwise
 */
public record ErrorBody(
        String type, @Nullable String code, @Nullable String param, String message, List<String> attempts) {
    public ErrorBody {
        attempts = List.copyOf(attempts);
    }

    public static ErrorBody of(ApiException e) {
        return new ErrorBody(e.type(), e.code(), e.param(), e.getMessage(), List.of());
    }

    /** The body of a response. */
    public byte[] json(Endpoint endpoint) {
        return Json.object(json -> {
            if (endpoint == Endpoint.MESSAGES) {
                json.writeStringField("type", "error");
            }
            writeError(json);
        });
    }

    /** An event in a stream whose status has long been sent. */
    public byte[] event(Endpoint endpoint) {
        byte[] data = Json.object(json -> {
            if (endpoint == Endpoint.MESSAGES || endpoint == Endpoint.RESPONSES) {
                json.writeStringField("type", "error");
            }
            if (endpoint == Endpoint.RESPONSES) {
                json.writeStringField("code", code);
                json.writeStringField("message", message);
                json.writeNullField("param");
            }
            writeError(json);
        });
        boolean named = endpoint == Endpoint.MESSAGES || endpoint == Endpoint.RESPONSES;
        ByteArrayOutputStream event = new ByteArrayOutputStream(data.length + 24);
        event.writeBytes((named ? "event: error\ndata: " : "data: ").getBytes(StandardCharsets.US_ASCII));
        event.writeBytes(data);
        event.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
        return event.toByteArray();
    }

    private void writeError(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("error");
        json.writeStringField("message", message);
        json.writeStringField("type", type);
        json.writeStringField("param", param);
        json.writeStringField("code", code);
        if (!attempts.isEmpty()) {
            json.writeArrayFieldStart("attempts");
            for (String attempt : attempts) {
                json.writeString(attempt);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
