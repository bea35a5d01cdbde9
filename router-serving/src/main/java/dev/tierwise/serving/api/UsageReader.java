package dev.tierwise.serving.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Reads {@code usage} objects of all three protocols. OpenAI counts cached tokens within the input, Anthropic beside it,
 * and gateways that put Anthropic's counts beside {@code prompt_tokens} count them in both; a stream of Anthropic's gives
 * the input at its start and the output at its end, so later counts replace earlier ones name by name.
 */
final class UsageReader {
    /** More than any answer has, and little enough to be added up. */
    private static final long MOST = 1L << 40;

    private boolean found;
    private boolean allWithin;
    private long input;
    private long cachedWithin;
    private long cacheRead;
    private long cacheWritten;
    private long output;

    /** Reads the value the parser stands on; false where it is not an object. */
    boolean read(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return false;
        }
        found = true;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_NUMBER_INT) {
                count(name, tokens(json));
            } else if (value == JsonToken.START_OBJECT && name.endsWith("_tokens_details")) {
                details(json);
            } else {
                json.skipChildren();
            }
        }
        return true;
    }

    /** A count no stream is malformed for, however large a provider makes it. */
    private static long tokens(JsonParser json) throws IOException {
        return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? MOST : Math.min(json.getLongValue(), MOST);
    }

    private void count(String name, long tokens) {
        switch (name) {
            case "prompt_tokens" -> {
                input = tokens;
                allWithin = true;
            }
            case "input_tokens" -> input = allWithin ? input : tokens;
            case "completion_tokens", "output_tokens" -> output = tokens;
            case "cache_read_input_tokens" -> cacheRead = tokens;
            case "cache_creation_input_tokens" -> cacheWritten = tokens;
            default -> {}
        }
    }

    private void details(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("cached_tokens") && value == JsonToken.VALUE_NUMBER_INT) {
                cachedWithin = tokens(json);
            } else {
                json.skipChildren();
            }
        }
    }

    boolean found() {
        return found;
    }

    Usage usage() {
        return allWithin
                ? new Usage(input, cachedWithin, cacheWritten, output, Usage.Source.PROVIDER)
                : new Usage(
                        input + cacheRead + cacheWritten,
                        cachedWithin + cacheRead,
                        cacheWritten,
                        output,
                        Usage.Source.PROVIDER);
    }
}
