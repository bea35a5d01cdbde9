package dev.tierwise.serving.attempt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.Json;
import dev.tierwise.serving.api.RequestView;
import dev.tierwise.serving.api.Trees;
import dev.tierwise.serving.api.UntranslatableException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests of our own making: a judge's question, a draft to be verified; and the schema a request asks for. */
final class Questions {
    private static final int DEPTH = 500;
    private static final String VERIFY =
            "Check your answer above. If it is correct and complete, reply with the single word ACCEPT. Otherwise reply"
                    + " with the corrected answer alone, and do not mention the one above.";

    private Questions() {}

    /** A chat of one message. */
    static RequestView single(String model, String question) {
        ObjectNode body = Trees.object().put("model", model);
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        return parse(Endpoint.CHAT, body);
    }

    /** The same conversation with the draft as its last answer, to be verified; empty where it is none. */
    static Optional<RequestView> verify(RequestView asked, String draft) {
        boolean chat = asked.endpoint() == Endpoint.CHAT || asked.endpoint() == Endpoint.MESSAGES;
        ObjectNode body = chat ? tree(asked) : null;
        if (body == null || !(body.get("messages") instanceof ArrayNode turns)) {
            return Optional.empty();
        }
        turns.addObject().put("role", "assistant").put("content", draft);
        turns.addObject().put("role", "user").put("content", VERIFY);
        return Optional.of(parse(asked.endpoint(), body));
    }

    private static @Nullable ObjectNode tree(RequestView view) {
        try {
            return Trees.request(view.body());
        } catch (UntranslatableException e) {
            return null;
        }
    }

    static boolean accepts(String reply) {
        return reply.strip().matches("(?i)\\W*ACCEPT\\W*");
    }

    /** The JSON Schema the answer must have, where the request has one. */
    static @Nullable String schema(RequestView asked) {
        String format = object(asked.body(), "response_format", "json_schema", "schema");
        return format != null ? format : object(asked.body(), "text", "format", "schema");
    }

    /** The object at a path as it stands in the body; null where there is none. The request's reader has bounded both. */
    private static @Nullable String object(byte[] body, String... path) {
        try (JsonParser json = Json.factory(Integer.MAX_VALUE).createParser(body)) {
            return json.nextToken() == JsonToken.START_OBJECT ? object(json, body, List.of(path)) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable String object(JsonParser json, byte[] body, List<String> path) throws IOException {
        String found = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean here = json.currentName().equals(path.getFirst());
            if (json.nextToken() != JsonToken.START_OBJECT || !here) {
                json.skipChildren();
            } else if (path.size() > 1) {
                found = object(json, body, path.subList(1, path.size()));
            } else {
                int from = (int) json.currentTokenLocation().getByteOffset();
                json.skipChildren();
                found = new String(body, from, (int) json.currentLocation().getByteOffset() - from, UTF_8);
            }
        }
        return found;
    }

    private static RequestView parse(Endpoint endpoint, ObjectNode body) {
        return RequestView.parse(endpoint, Trees.bytes(body), DEPTH);
    }
}
