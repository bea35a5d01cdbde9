package dev.tierwise.serving.attempt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.RequestView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests of our own making: a judge's question, a draft to be verified; and the schema a request asks for. */
final class Questions {
    private static final int DEPTH = 500;
    private static final String VERIFY =
            "Check your answer above. If it is correct and complete, reply with the single word ACCEPT. Otherwise reply"
                    + " with the corrected answer alone, and do not mention the one above.";
    private static final JsonMapper JSON = new JsonMapper();

    private Questions() {}

    /** A chat of one message. */
    static RequestView single(String model, String question) {
        ObjectNode body = JSON.createObjectNode().put("model", model);
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        return parse(Endpoint.CHAT, body);
    }

    /** The same conversation with the draft as its last answer, to be verified; empty where it is none. */
    static Optional<RequestView> verify(RequestView asked, String draft) {
        boolean chat = asked.endpoint() == Endpoint.CHAT || asked.endpoint() == Endpoint.MESSAGES;
        if (!chat || !(tree(asked) instanceof ObjectNode body) || !(body.get("messages") instanceof ArrayNode turns)) {
            return Optional.empty();
        }
        turns.addObject().put("role", "assistant").put("content", draft);
        turns.addObject().put("role", "user").put("content", VERIFY);
        return Optional.of(parse(asked.endpoint(), body));
    }

    static boolean accepts(String reply) {
        return reply.strip().matches("(?i)\\W*ACCEPT\\W*");
    }

    /** The JSON Schema the answer must have, where the request has one. */
    static @Nullable String schema(RequestView asked) {
        JsonNode body = tree(asked);
        JsonNode format = body.path("response_format").path("json_schema").path("schema");
        JsonNode other = body.path("text").path("format").path("schema");
        return format.isObject() ? format.toString() : other.isObject() ? other.toString() : null;
    }

    private static JsonNode tree(RequestView view) {
        try {
            return JSON.readTree(view.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RequestView parse(Endpoint endpoint, ObjectNode body) {
        try {
            return RequestView.parse(endpoint, JSON.writeValueAsBytes(body), DEPTH);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
