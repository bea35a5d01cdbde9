package dev.tierwise.serving.attempt;

import dev.tierwise.serving.upstream.ClientSide;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The client's side for an answer that is not the first: what came before it was waiting, and its calls count.
 *
 * @param startedAt nanoseconds, when the first call began
 * @param calls made before
 */
record LaterSide(ClientSide client, long startedAt, int calls) implements ClientSide {
    @Override
    public OutputStream begin(Head head) throws IOException {
        return client.begin(new Head(
                head.status(),
                head.contentType(),
                head.headers(),
                head.model(),
                head.place(),
                head.attempts() + calls,
                System.nanoTime() - startedAt,
                head.length(),
                head.responseId()));
    }
}
