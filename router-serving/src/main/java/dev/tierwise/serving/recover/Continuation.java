package dev.tierwise.serving.recover;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.Event;
import dev.tierwise.serving.api.EventReader;
import dev.tierwise.serving.api.JsonTrees;
import dev.tierwise.serving.api.MalformedAnswerException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One answer that carries another one on: its events become events of the stream the client has, without what the
 * client has already. For one call, one thread.
 */
public final class Continuation {
    private final byte[] request;
    private final Dialect dialect;
    private final Retelling retelling;

    Continuation(byte[] request, Dialect dialect, Retelling retelling) {
        this.request = request;
        this.dialect = dialect;
        this.retelling = retelling;
    }

    /** The body to send. */
    public byte[] request() {
        return request;
    }

    /**
     * What the client is to get of these whole events; often nothing.
     *
     * @param bytes in the client's own protocol
     * @throws DifferentAnswerException where they do not agree with what the client has
     */
    public byte[] events(byte[] bytes) throws DifferentAnswerException, MalformedAnswerException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        EventReader reader = new EventReader(Integer.MAX_VALUE);
        for (Event event : reader.feed(bytes, bytes.length)) {
            write(event, out);
        }
        Event rest = reader.rest();
        if (rest != null) {
            write(rest, out);
        }
        return out.toByteArray();
    }

    private void write(Event event, ByteArrayOutputStream out)
            throws DifferentAnswerException, MalformedAnswerException {
        Optional<ObjectNode> data = Transcript.read(event);
        if (data.isEmpty()) {
            out.writeBytes(event.raw());
        } else if (dialect.carryOn(data.get(), retelling)) {
            String name = event.name() == null ? "" : "event: " + event.name() + "\n";
            out.writeBytes((name + "data: ").getBytes(StandardCharsets.UTF_8));
            out.writeBytes(JsonTrees.bytes(data.get()));
            out.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Whether the answer has said all the client has, so that it may end. */
    public boolean caughtUp() {
        return retelling.caughtUp();
    }
}
