package dev.tierwise.serving.server;

import dev.tierwise.serving.route.Speeds;
import dev.tierwise.serving.upstream.ClientSide;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The client's side of a relay with a look at the clock: an answer of the first call tells how fast its model is; one that
 * came after others says nothing of it.
 */
record TimedSide(ClientSide side, Speeds.Call call) implements ClientSide {
    @Override
    public OutputStream begin(Head head) throws IOException {
        if (head.attempts() == 1) {
            call.firstToken();
        }
        return side.begin(head);
    }
}
