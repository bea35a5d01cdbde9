package dev.tierwise.serving.recover;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.JsonTrees;
import java.util.Optional;

/** Requests that begin the answer they ask for: the assistant speaks last. */
final class Prefill {
    private Prefill() {}

    /**
     * The body with the answer begun; empty where it cannot be: the client has begun it itself, wants the model to think
     * first, or asks for a plain completion, of which nobody can tell whether the model takes it for a chat's turn.
     *
     * @param text not empty, without blanks at its end
     */
    static Optional<byte[]> of(byte[] body, String text) {
        ObjectNode request = JsonTrees.request(body);
        boolean thinks =
                request.path("thinking").path("type").asText("disabled").equals("enabled");
        if (thinks || !(request.path("messages") instanceof ArrayNode turns) || turns.isEmpty()) {
            return Optional.empty();
        }
        if (turns.get(turns.size() - 1).path("role").asText().equals("assistant")) {
            return Optional.empty();
        }
        turns.addObject().put("role", "assistant").put("content", text);
        return Optional.of(JsonTrees.bytes(request));
    }
}
