package dev.tierwise.serving.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
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

    /** Reads an error body or the data of an error event. */
    public static ProviderError parse(byte[] body) {
        try (JsonParser json = Json.factory(MAX_DEPTH).createParser(body)) {
            return json.nextToken() == JsonToken.START_OBJECT ? read(json, UNKNOWN) : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static ProviderError read(JsonParser json, ProviderError outer) throws IOException {
        String type = outer.type;
        String code = outer.code;
        String param = outer.param;
        String message = outer.message;
        ProviderError inner = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if ((name.equals("error") || name.equals("response")) && value == JsonToken.START_OBJECT) {
                inner = read(json, UNKNOWN);
            } else if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                switch (name) {
                    case "type" -> type = json.getText();
                    case "code" -> code = json.getText();
                    case "param" -> param = json.getText();
                    case "message", "error" -> message = json.getText();
                    default -> {}
                }
            } else {
                json.skipChildren();
            }
        }
        return inner != null ? inner : new ProviderError(type, code, param, message);
    }

    /** Whether the prompt is too long for the model, which a larger window mends. */
    public boolean contextTooLong() {
        String text = lower(message);
        return "context_length_exceeded".equals(code)
                || text.contains("maximum context length")
                || text.contains("prompt is too long")
                || text.contains("exceed context limit")
                || text.contains("context window");
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
        if (text.contains("authentication") || text.contains("invalid_api_key")) {
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
