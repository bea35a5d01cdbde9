package dev.tierwise.serving.recover;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.Endpoint;
import java.util.Optional;

/** How one protocol's streams are read and carried on. For one request, one thread. */
sealed interface Dialect permits ChatDialect, MessagesDialect {
    /** That of an endpoint; empty where its streams hold too much beside text to be carried on. */
    static Optional<Dialect> of(Endpoint endpoint) {
        return switch (endpoint) {
            case CHAT -> Optional.of(new ChatDialect("messages"));
            case COMPLETIONS -> Optional.of(new ChatDialect("prompt"));
            case MESSAGES -> Optional.of(new MessagesDialect());
            case RESPONSES, EMBEDDINGS -> Optional.empty();
        };
    }

    /** Notes an event that goes to the client. */
    void told(ObjectNode event, Told told);

    /** Makes an event of a second answer one of the first; whether anything is left of it. */
    boolean carryOn(ObjectNode event, Retelling retelling) throws DifferentAnswerException;

    /** A second answer begins. */
    default void restart() {}
}
