package dev.tierwise.serving.server;

import dev.tierwise.serving.config.Model;
import dev.tierwise.serving.route.Speeds;
import dev.tierwise.serving.upstream.ClientSide;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The client's side of a relay with a look at the clock: an answer of the first call tells how fast its model is; one that
 * came after others, or from another model since this one was spared, says nothing of it.
 *
 * @param timed the model the call is of
 */
record TimedSide(ClientSide side, Speeds.Call call, Model timed) implements ClientSide {
    @Override
    public OutputStream begin(Head head) throws IOException {
        if (head.attempts() == 1 && head.model().id().equals(timed.id())) {
            call.firstToken();
        }
        return side.begin(head);
    }
}
