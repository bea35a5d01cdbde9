package dev.tierwise.serving.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says went wrong, in either protocol; all null where it said it in no known shape.
 *
 * @param type such as {@code invalid_request_error}
 * @param code such as {@code context_length_exceeded}
 */
public record ProviderError(
        @Nullable String type,
        @Nullable String code,
        @Nullable String param,
        @Nullable String message) {
    private static final ProviderError UNKNOWN = new ProviderError(null, null, null, null);
    private static final int MAX_DEPTH = 100;

    /** How codes begin that the responses endpoint has for what the client sent, images above all. */
    private static final Pattern OF_THE_REQUEST =
            Pattern.compile("invalid_(?!request)|image_|empty_image|unsupported_image|failed_to_download");

    /** How xAI and Gemini begin to say that a key is not theirs. */
    private static final Pattern OF_THE_KEY =
            Pattern.compile("incorrect api key provided|api key not valid|api key expired");

    /** Reads an error body or the data of an error event. */
    public static ProviderError parse(byte[] body) {
        try (JsonParser json = Json.factory(MAX_DEPTH).createParser(body)) {
            JsonToken first = json.nextToken();
            // Gemini's error is the only element of a list.
            JsonToken begin = first == JsonToken.START_ARRAY ? json.nextToken() : first;
            return begin == JsonToken.START_OBJECT ? read(json, body) : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static ProviderError read(JsonParser json, byte[] body) throws IOException {
        String type = null;
        String code = null;
        String param = null;
        String message = null;
        String detail = null;
        ProviderError inner = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if ((name.equals("error") || name.equals("response")) && value == JsonToken.START_OBJECT) {
                inner = read(json, body);
            } else {
                switch (name) {
                    case "type" -> type = scalar(json, type);
                    case "code" -> code = scalar(json, code);
                    case "param" -> param = scalar(json, param);
                    case "message" -> message = text(json, body, message);
                    case "error" -> message = scalar(json, message);
                    case "detail" -> detail = text(json, body, detail);
                    default -> {}
                }
                json.skipChildren();
            }
        }
        return inner != null ? inner : new ProviderError(type, code, param, message == null ? detail : message);
    }

    private static @Nullable String scalar(JsonParser json, @Nullable String otherwise) throws IOException {
        JsonToken value = json.currentToken();
        return value.isScalarValue() && value != JsonToken.VALUE_NULL ? json.getText() : otherwise;
    }

    /** Lists and objects, in which FastAPI and Mistral say what is wrong, stand for themselves. */
    private static @Nullable String text(JsonParser json, byte[] body, @Nullable String otherwise) throws IOException {
        if (!json.currentToken().isStructStart()) {
            return scalar(json, otherwise);
        }
        int from = RequestReader.start(json);
        json.skipChildren();
        return new String(body, from, RequestReader.end(json) - from, StandardCharsets.UTF_8);
    }

    /** Whether the prompt is too long for the model, which a larger window mends. */
    public boolean contextTooLong() {
        String text = lower(message);
        return "context_length_exceeded".equals(code)
                || "exceed_context_size_error".equals(type)
                || text.contains("maximum context length")
                || text.contains("maximum model length")
                || text.contains("maximum prompt length")
                || text.contains("available context size")
                || text.contains("prompt is too long")
                || text.contains("exceed context limit")
                || text.contains("context window");
    }

    /** Whether the provider refuses the key, which some say with the status of a client's fault. */
    public boolean refusesKey() {
        return OF_THE_KEY.matcher(lower(message)).lookingAt();
    }

    /** Whether the provider refuses the content, which no other model is asked to overrule. */
    public boolean refusesContent() {
        String text = lower(code) + " " + lower(type);
        return text.contains("content_policy")
                || text.contains("content_filter")
                || text.contains("moderation")
                || text.contains("invalid_prompt");
    }

    /** The status that would have stood before an error event, had the provider known in time. */
    public int status() {
        String text = lower(code) + " " + lower(type);
        if (code != null && code.matches("[45][0-9][0-9]")) {
            return Integer.parseInt(code);
        }
        if (text.contains("rate_limit") || text.contains("insufficient_quota")) {
            return 429;
        }
        if (text.contains("overloaded")) {
            return 529;
        }
        if (refusesKey() || text.contains("authentication") || text.contains("invalid_api_key")) {
            return 401;
        }
        if (text.contains("permission")) {
            return 403;
        }
        if (OF_THE_REQUEST.matcher(text).lookingAt() || contextTooLong() || refusesContent()) {
            return 400;
        }
        if (text.contains("not_found")) {
            return 404;
        }
        return text.contains("invalid_request") ? 400 : 500;
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
