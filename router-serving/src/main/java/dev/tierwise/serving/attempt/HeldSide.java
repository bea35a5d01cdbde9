package dev.tierwise.serving.attempt;

import dev.tierwise.serving.upstream.ClientSide;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Takes an answer in the client's place, so that it can be looked at before the client sees it. One thread. */
final class HeldSide implements ClientSide {
    private final int max;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private @Nullable Head head;
    private boolean tooLong;

    /**
     * For one answer.
     *
     * @param max most bytes held; a longer answer is not kept
     */
    HeldSide(int max) {
        this.max = max;
    }

    @Override
    public OutputStream begin(Head begun) {
        head = begun;
        return new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                tooLong |= held.size() + (long) length > max;
                if (!tooLong) {
                    held.write(bytes, from, length);
                }
            }
        };
    }

    /** Whether a whole answer is here. */
    boolean isWhole() {
        return head != null && !tooLong;
    }

    /** Calls the answer says it took. */
    int calls() {
        return head == null ? 0 : head.attempts();
    }

    byte[] bytes() {
        return held.toByteArray();
    }

    /** Gives the answer to the client. */
    void replay(ClientSide client) throws IOException {
        if (head == null) {
            throw new IllegalStateException("nothing is held");
        }
        try (OutputStream out = client.begin(head)) {
            held.writeTo(out);
            out.flush();
        }
    }
}
