package dev.tierwise.serving.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What has been sent to the client: tells its failures from those of the provider, and the guard when a client that does not
 * read may be what is waited for. One thread.
 */
final class Downstream {
    private final ClientSide client;
    private final Guard guard;
    private @Nullable OutputStream out;

    Downstream(ClientSide client, Guard guard) {
        this.client = client;
        this.guard = guard;
    }

    boolean begun() {
        return out != null;
    }

    void begin(ClientSide.Head head) throws ClientGoneException {
        send(() -> out = client.begin(head));
    }

    void write(byte[] bytes, int length) throws ClientGoneException {
        send(() -> begunOut().write(bytes, 0, length));
    }

    void write(byte[] bytes) throws ClientGoneException {
        write(bytes, bytes.length);
    }

    /** Writes all that was gathered, without a copy of it. */
    void write(ByteArrayOutputStream bytes) throws ClientGoneException {
        send(() -> bytes.writeTo(begunOut()));
    }

    void flush() throws ClientGoneException {
        send(() -> begunOut().flush());
    }

    /** Ends the answer. */
    void end() throws ClientGoneException {
        send(() -> begunOut().close());
    }

    private interface Sending {
        void send() throws IOException;
    }

    private void send(Sending sending) throws ClientGoneException {
        guard.writing();
        try {
            sending.send();
        } catch (IOException e) {
            throw new ClientGoneException(e);
        } finally {
            guard.written();
        }
    }

    private OutputStream begunOut() {
        if (out == null) {
            throw new IllegalStateException("nothing is written before the head");
        }
        return out;
    }
}
