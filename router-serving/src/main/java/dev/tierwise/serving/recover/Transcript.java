package dev.tierwise.serving.recover;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.Event;
import dev.tierwise.serving.api.EventReader;
import dev.tierwise.serving.api.JsonTrees;
import dev.tierwise.serving.api.MalformedAnswerException;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the client of one stream has been told so far, kept so that another model can carry on. Only the plain text of a
 * single answer can be carried on: after a tool call, log probabilities, a second choice or a finish reason, nobody can
 * take over unnoticed. For one request, one thread.
 */
public final class Transcript {
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

    private final Dialect dialect;
    private final Told told;
    private final EventReader events;

    private Transcript(Dialect dialect, int maxHeld) {
        this.dialect = dialect;
        this.told = new Told(maxHeld);
        this.events = new EventReader(Integer.MAX_VALUE);
    }

    /**
     * For one stream, empty where streams of this endpoint cannot be carried on.
     *
     * @param maxHeld longest text that is kept
     */
    public static Optional<Transcript> of(Endpoint endpoint, int maxHeld) {
        return Dialect.of(endpoint).map(dialect -> new Transcript(dialect, maxHeld));
    }

    /** Notes whole events that go to the client. */
    public void sent(byte[] bytes) {
        try {
            for (Event event : events.feed(bytes, bytes.length)) {
                Optional<ObjectNode> data = read(event);
                if (data.isPresent()) {
                    dialect.told(data.get(), told);
                }
            }
        } catch (MalformedAnswerException e) {
            told.beyondText();
        }
    }

    /** Whether another answer can carry on from here. */
    public boolean canBeCarriedOn() {
        return told.plain() && (!(dialect instanceof MessagesDialect messages) || messages.open());
    }

    /**
     * The next call that carries on.
     *
     * @param body the client's request, addressed to the next model
     * @param prefill whether that model continues an answer that the request begins; it is asked from the start otherwise
     */
    public Continuation carryOn(byte[] body, boolean prefill) {
        dialect.restart();
        String text = told.text();
        String begun = text.stripTrailing();
        Optional<byte[]> prefilled = prefill && !begun.isEmpty() ? Prefill.of(body, begun) : Optional.<byte[]>empty();
        return prefilled
                .map(bytes -> new Continuation(bytes, dialect, Retelling.after(text.substring(begun.length()))))
                .orElseGet(() -> new Continuation(body, dialect, Retelling.of(text)));
    }

    /** The object an event carries; empty for a comment and for the mark that ends a stream. */
    static Optional<ObjectNode> read(Event event) throws MalformedAnswerException {
        byte[] data = event.data();
        return data == null || data.length == 0 || Arrays.equals(data, DONE)
                ? Optional.empty()
                : Optional.of(JsonTrees.answer(data));
    }
}
