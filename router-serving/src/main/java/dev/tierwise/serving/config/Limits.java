package dev.tierwise.serving.config;

import dev.tierwise.serving.config.file.Quantities;
import dev.tierwise.serving.config.file.Section;
import java.time.Duration;

/**
 * The bounds of the server; over a bound a client gets 413, 431, 408, 429 or 503 at once.
 *
 * @param maxBody bytes of a request body
 * @param maxHeader bytes of all request headers together
 * @param maxDepth nesting of a JSON body
 * @param maxConnections connections of clients at once; the next ones wait to be accepted
 * @param maxConcurrent requests worked on at once, streams included
 * @param maxQueue requests that wait for one of those places
 * @param queueWait longest wait for a place
 * @param upload longest time a client may take to send a request's head, and as long again for its body
 * @param streamBuffer bytes of one stream or answer held in memory
 * @param drain how long running requests may go on after a SIGTERM
 */
public record Limits(
        long maxBody,
        int maxHeader,
        int maxDepth,
        int maxConnections,
        int maxConcurrent,
        int maxQueue,
        Duration queueWait,
        Duration upload,
        long streamBuffer,
        Duration drain) {
    /** What holds where the file says nothing. */
    public static final Limits DEFAULT = new Limits(
            25L << 20,
            32 << 10,
            500,
            10_000,
            1024,
            256,
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            16L << 20,
            Duration.ofSeconds(30));

    static Limits read(Section section) {
        return new Limits(
                section.get("max_body", Quantities.HELD_SIZE, DEFAULT.maxBody(), "Longest request body."),
                Math.toIntExact(section.get(
                        "max_header",
                        Quantities.HELD_SIZE,
                        (long) DEFAULT.maxHeader(),
                        "Longest request headers, all together.")),
                section.get(
                        "max_depth",
                        Quantities.integer(1, 10_000),
                        DEFAULT.maxDepth(),
                        "Deepest nesting of a JSON body."),
                section.get(
                        "max_connections",
                        Quantities.COUNT,
                        DEFAULT.maxConnections(),
                        "Connections of clients at once; the next ones wait to be accepted."),
                section.get(
                        "max_concurrent",
                        Quantities.COUNT,
                        DEFAULT.maxConcurrent(),
                        "Requests worked on at once, streams included."),
                section.get(
                        "max_queue",
                        Quantities.integer(0, 1_000_000),
                        DEFAULT.maxQueue(),
                        "Requests that may wait for one of those places."),
                section.get(
                        "queue_wait", Quantities.DURATION_OR_ZERO, DEFAULT.queueWait(), "Longest wait for a place."),
                section.get(
                        "upload",
                        Quantities.DURATION,
                        DEFAULT.upload(),
                        "Longest time to send a request's head, and its body."),
                section.get(
                        "stream_buffer",
                        Quantities.HELD_SIZE,
                        DEFAULT.streamBuffer(),
                        "Most of one answer that is held in memory, where it must be held."),
                section.get(
                        "drain",
                        Quantities.DURATION_OR_ZERO,
                        DEFAULT.drain(),
                        "How long running requests may go on after a SIGTERM."));
    }
}
