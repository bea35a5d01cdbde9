package dev.tierwise.serving.config;

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
        Duration headers = section.get(
                "headers",
                Quantities.DURATION,
                base.headers(),
                "From the request to the response's headers; of a stream, where `answer` says otherwise.");
        return new Timeouts(
                section.get("connect", Quantities.DURATION, base.connect(), "Until a connection stands, TLS included."),
                headers,
                section.get(
                        "answer",
                        Quantities.DURATION,
                        // Who only says how long headers may take means all of them.
                        headers.equals(base.headers()) ? base.answer() : headers,
                        "The same for an answer that does not stream, whose headers come once it is written; follows"
                                + " `headers` where only that is changed."),
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
