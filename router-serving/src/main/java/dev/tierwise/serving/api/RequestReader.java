package dev.tierwise.serving.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One streaming pass over a body: finds the spans and texts a {@link RequestView} needs, and builds no tree. */
final class RequestReader {
    private final Endpoint endpoint;
    private final byte[] body;
    private final int maxDepth;
    private final RequestFields fields = new RequestFields();

    RequestReader(Endpoint endpoint, byte[] body, int maxDepth) {
        this.endpoint = endpoint;
        this.body = body;
        this.maxDepth = maxDepth;
    }

    RequestFields read() {
        if (body.length == 0) {
            throw ApiException.badRequest(ErrorCode.INVALID_JSON, null, "The body is empty; a JSON object is needed.");
        }
        try (JsonParser json = Json.factory(maxDepth).createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw ApiException.badRequest(ErrorCode.INVALID_JSON, null, "The body must be a JSON object.");
            }
            fields.open = end(json);
            readMembers(json);
            fields.close = start(json);
            if (json.nextToken() != null) {
                throw ApiException.badRequest(
                        ErrorCode.INVALID_JSON,
                        null,
                        "There is more after the end of the JSON object, at byte " + start(json) + ".");
            }
            return fields;
        } catch (StreamConstraintsException e) {
            throw ApiException.badRequest(
                    ErrorCode.INVALID_JSON,
                    null,
                    "The body is nested deeper than the " + maxDepth + " levels accepted here.");
        } catch (IOException e) {
            throw ApiException.badRequest(ErrorCode.INVALID_JSON, null, invalid(e));
        }
    }

    private static String invalid(IOException e) {
        if (e instanceof com.fasterxml.jackson.core.JsonProcessingException at && at.getLocation() != null) {
            return "The body is not valid JSON in UTF-8: see line "
                    + at.getLocation().getLineNr() + ", column "
                    + at.getLocation().getColumnNr() + ".";
        }
        return "The body is not valid JSON in UTF-8.";
    }

    private void readMembers(JsonParser json) throws IOException {
        Set<String> seen = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            int nameAt = start(json);
            fields.empty = false;
            json.nextToken();
            if (!reads(name)) {
                new NeedsReader(json, fields).read(name);
                continue;
            }
            if (!seen.add(name)) {
                throw ApiException.badRequest(
                        ErrorCode.DUPLICATE_FIELD, name, "The field `" + name + "` stands twice in the body.");
            }
            readMember(json, name, nameAt);
        }
    }

    private boolean reads(String name) {
        return switch (name) {
            case "model", "models", "stream", "stream_options", "previous_response_id", "system", "instructions" ->
                true;
            default -> name.equals(endpoint.textField());
        };
    }

    private void readMember(JsonParser json, String name, int nameAt) throws IOException {
        switch (name) {
            case "model" -> {
                int at = start(json);
                fields.model = string(json, name);
                fields.modelSpan = new Span(at, end(json));
            }
            case "models" -> {
                readModels(json);
                fields.modelsSpan = new Span(nameAt, end(json));
            }
            case "stream" -> fields.stream = bool(json, name);
            case "stream_options" -> readStreamOptions(json);
            case "previous_response_id" ->
                fields.previousResponse = json.currentToken() == JsonToken.VALUE_NULL ? null : string(json, name);
            default -> new TurnReader(json, fields.turns, fields.needs).read(name);
        }
    }

    private void readModels(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType("models", "a list of model names", json);
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            fields.models.add(string(json, "models"));
        }
        if (fields.models.isEmpty()) {
            throw ApiException.badRequest(
                    ErrorCode.INVALID_MODELS, "models", "`models` is empty; name at least one model or leave it out.");
        }
    }

    private void readStreamOptions(JsonParser json) throws IOException {
        int at = start(json);
        fields.streamOptionsEmpty = true;
        if (json.currentToken() == JsonToken.START_OBJECT) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                fields.streamOptionsEmpty = false;
                if (name.equals("include_usage")) {
                    int value = start(json);
                    fields.includeUsage = bool(json, "stream_options.include_usage");
                    fields.includeUsageSpan = new Span(value, end(json));
                }
                json.skipChildren();
            }
        } else if (json.currentToken() != JsonToken.VALUE_NULL) {
            throw wrongType("stream_options", "an object", json);
        }
        fields.streamOptions = new Span(at, end(json));
    }

    private static String string(JsonParser json, String name) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw wrongType(name, "a string", json);
        }
        return json.getText();
    }

    private static boolean bool(JsonParser json, String name) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw wrongType(name, "true or false", json);
        };
    }

    static ApiException wrongType(String name, String legal, JsonParser json) {
        return ApiException.badRequest(
                ErrorCode.INVALID_TYPE,
                name,
                "`" + name + "` must be " + legal + ", it is " + found(json.currentToken()) + ".");
    }

    private static String found(@Nullable JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case null, default -> "null";
        };
    }

    static int start(JsonParser json) {
        return (int) json.currentTokenLocation().getByteOffset();
    }

    /** Where the current token ends; a string must have been read before. */
    static int end(JsonParser json) {
        return (int) json.currentLocation().getByteOffset();
    }
}
