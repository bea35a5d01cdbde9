package dev.tierwise.serving.attempt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.JsonTrees;
import dev.tierwise.serving.api.RequestView;
import dev.tierwise.serving.api.UntranslatableException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests of our own making: a judge's question, a draft to be verified. */
final class Questions {
    private static final String VERIFY =
            "Check your answer above. If it is correct and complete, reply with the single word ACCEPT. Otherwise reply"
                    + " with the corrected answer alone, and do not mention the one above.";

    private Questions() {}

    /** A chat of one message. */
    static RequestView single(String model, String question) {
        ObjectNode body = JsonTrees.object().put("model", model);
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
            return JsonTrees.request(view.body());
        } catch (UntranslatableException e) {
            return null;
        }
    }

    static boolean accepts(String reply) {
        return reply.strip().matches("(?i)\\W*ACCEPT\\W*");
    }

    private static RequestView parse(Endpoint endpoint, ObjectNode body) {
        return RequestView.parse(endpoint, JsonTrees.bytes(body), JsonTrees.MAX_DEPTH);
    }
}
