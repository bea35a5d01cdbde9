package dev.tierwise.serving.config;

import dev.tierwise.serving.config.file.Quantities;
import dev.tierwise.serving.config.file.Section;
import java.time.Duration;

/**
 * How long each part of a call may take.
 *
 * @param connect until the connection stands, TLS included
 * @param headers from the request sent to the headers of a stream
 * @param answer from the request sent to the headers of an answer that does not stream, which come when it is written
 * @param firstToken from the request sent to the first event of a stream
 * @param idle between two chunks
 * @param total for the whole request, retries and other models included
 */
public record Timeouts(
        Duration connect, Duration headers, Duration answer, Duration firstToken, Duration idle, Duration total) {
    /** What holds where the file says nothing. */
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofSeconds(300),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(600));

    static Timeouts read(Section section, Timeouts base) {
        return new Timeouts(
                section.get("connect", Quantities.DURATION, base.connect(), "Until a connection stands, TLS included."),
                section.get("headers", Quantities.DURATION, base.headers(), "From the request to a stream's headers."),
                section.get(
                        "answer",
                        Quantities.DURATION,
                        base.answer(),
                        "From the request to the headers of an answer that does not stream, which come once it is"
                                + " written."),
                section.get(
                        "first_token",
                        Quantities.DURATION,
                        base.firstToken(),
                        "From the request to a stream's first event."),
                section.get("idle", Quantities.DURATION, base.idle(), "Between two chunks."),
                section.get(
                        "total",
                        Quantities.DURATION,
                        base.total(),
                        "The whole request, retries and other models included."));
    }
}
