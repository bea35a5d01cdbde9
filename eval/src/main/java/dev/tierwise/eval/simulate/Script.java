package dev.tierwise.eval.simulate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The body of an answer in the pieces it is sent in, so that a fault can happen between any two.
 *
 * @param opening what comes before the first token
 * @param pieces one per token, paced
 * @param closing what makes the answer complete
 * @param done the wire's own end marker, empty where it has none
 */
record Script(String contentType, List<byte[]> opening, List<byte[]> pieces, List<byte[]> closing, List<byte[]> done) {
    static final String EVENTS = "text/event-stream; charset=utf-8";
    static final String JSON = "application/json";
    static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

    /** A body that is no stream, in as many slices as it has tokens. */
    static Script sliced(byte[] body, int tokens) {
        int slices = Math.clamp(tokens, 1, Math.max(1, body.length));
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 0; i < slices; i++) {
            int from = (int) ((long) body.length * i / slices);
            int to = (int) ((long) body.length * (i + 1) / slices);
            pieces.add(Arrays.copyOfRange(body, from, to));
        }
        return new Script(JSON, List.of(), pieces, List.of(), List.of());
    }
}
