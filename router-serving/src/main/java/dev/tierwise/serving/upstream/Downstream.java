package dev.tierwise.serving.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** What has been sent to the client: tells its failures from those of the provider. One thread. */
final class Downstream {
    private final ClientSide client;
    private @Nullable OutputStream out;

    Downstream(ClientSide client) {
        this.client = client;
    }

    boolean begun() {
        return out != null;
    }

    void begin(ClientSide.Head head) throws ClientGoneException {
        try {
            out = client.begin(head);
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    void write(byte[] bytes, int length) throws ClientGoneException {
        try {
            begunOut().write(bytes, 0, length);
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    void write(byte[] bytes) throws ClientGoneException {
        write(bytes, bytes.length);
    }

    /** Writes all that was gathered, without a copy of it. */
    void write(ByteArrayOutputStream bytes) throws ClientGoneException {
        try {
            bytes.writeTo(begunOut());
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    void flush() throws ClientGoneException {
        try {
            begunOut().flush();
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    /** Ends the answer. */
    void end() throws ClientGoneException {
        try {
            begunOut().close();
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    private OutputStream begunOut() {
        if (out == null) {
            throw new IllegalStateException("nothing is written before the head");
        }
        return out;
    }
}
