package dev.tierwise.eval.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request the simulated provider saw.
 *
 * @param id counts from 1 since the start, never reused
 * @param time when its last byte had been read
 * @param connection counts connections from 1, so that reuse can be seen
 * @param query what stands after the question mark, or empty
 * @param headers names in lower case
 * @param body as UTF-8 text, whole
 * @param outcome what became of it so far
 * @param duration from {@code time} to the outcome; null while it runs
 */
public record RecordedRequest(
        long id,
        Instant time,
        long connection,
        String method,
        String path,
        String query,
        Map<String, String> headers,
        String body,
        Outcome outcome,
        @Nullable Duration duration) {

    /** What became of a request. */
    public enum Outcome {
        /** Still being answered. */
        RUNNING,
        /** Answered as told, a fault that cuts the connection included. */
        DONE,
        /** The client left before the answer was whole. */
        CLIENT_LEFT
    }
}
