package dev.tierwise.eval.simulate;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A way to misbehave, asked for by the model's name ({@code sim-TITLE}, {@code sim-TITLE-N}) or by the header {@value
 * #HEADER}. Tokens are the pieces of a stream, or equal slices of an answer that is none; where N counts them and is
 * not given, the fault happens after two thirds.
 */
public enum Fault {
    NONE("none", "no fault", (x, n) -> x.answer()),
    STATUS(
            "status",
            "status N at once (500); sim-503 is short for sim-status-503",
            (x, n) -> x.fail(Failure.status(n.orElse(500)))),
    RETRY_SECONDS(
            "429-seconds",
            "429 with Retry-After: N (2)",
            (x, n) -> x.fail(Failure.status(429).retryAfter(Integer.toString(n.orElse(2))))),
    RETRY_DATE(
            "429-date",
            "429 with Retry-After as a date N seconds ahead (2)",
            (x, n) -> x.fail(Failure.status(429)
                    .retryAfter(DateTimeFormatter.RFC_1123_DATE_TIME.format(
                            ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(n.orElse(2)))))),
    RETRY_NONSENSE(
            "429-nonsense",
            "429 with a Retry-After that means nothing",
            (x, n) -> x.fail(Failure.status(429).retryAfter("soon"))),
    CONTEXT_LENGTH("context-length", "context_length_exceeded beyond N tokens (0)", (x, n) -> {
        if (x.ask().promptTokens() > n.orElse(0)) {
            x.fail(Failure.contextLength(n.orElse(0), x.ask().promptTokens()));
        } else {
            x.answer();
        }
    }),
    POLICY("policy", "refused with content_policy_violation", (x, n) -> x.fail(Failure.policy())),
    CONTENT_FILTER("content-filter", "an answer that ends after N tokens with finish_reason content_filter", (x, n) -> {
        List<String> said = x.reply()
                .tokens()
                .subList(0, Math.min(x.cut(n), x.reply().tokens().size()));
        x.reply(x.reply().withTokens(said, Reply.Finish.FILTERED));
        x.answer();
    }),
    NO_PREFILL("no-prefill", "400 where the last turn is the assistant's", (x, n) -> {
        if (x.ask().prefill().isEmpty()) {
            x.answer();
        } else {
            x.fail(Failure.badRequest("This model does not support assistant message prefill."));
        }
    }),

    RESET("reset", "connection reset before any byte", (x, n) -> x.connection().reset()),
    HANG_UP(
            "hang-up",
            "connection closed before any byte",
            (x, n) -> x.connection().hangUp()),
    SILENCE("silence", "not a byte, ever", (x, n) -> x.waitForEver()),
    SLOW_HEADERS("slow-headers", "N milliseconds (3000) before the status line", (x, n) -> {
        x.pause(n.orElse(3000));
        x.answer();
    }),
    SLOW_FIRST_TOKEN(
            "slow-first-token",
            "headers at once, then N milliseconds (3000) before the first byte of the body",
            (x, n) -> {
                x.begin();
                x.pause(n.orElse(3000));
                x.finishFrom(0);
            }),
    SLOW_SPELL(
            "slow-spell",
            "N milliseconds (1500) before the status line from the 5th to the 20th second after the first request",
            (x, n) -> {
                long since = x.sinceFirst().toSeconds();
                if (since >= 5 && since < 20) {
                    x.pause(n.orElse(1500));
                }
                x.answer();
            }),
    PACE("pace", "N milliseconds (20) between tokens", (x, n) -> {
        x.pace(Duration.ofMillis(n.orElse(20)));
        x.answer();
    }),
    SLOW_READS("slow-reads", "the request's body is read at 50 kB/s beyond its first 16 KiB", (x, n) -> x.answer()),

    RESET_BODY("reset-body", "connection reset after N tokens", (x, n) -> {
        x.startUpTo(x.cut(n));
        x.connection().reset();
    }),
    STALL("stall", "silent for ever after N tokens", (x, n) -> {
        x.startUpTo(x.cut(n));
        x.waitForEver();
    }),
    CUT("cut", "connection closed after N tokens", (x, n) -> {
        x.startUpTo(x.cut(n));
        x.connection().hangUp();
    }),
    CUT_CLEAN("cut-clean", "well-formed HTTP, but the stream just ends after N tokens", (x, n) -> {
        x.startUpTo(x.cut(n));
        x.end();
    }),
    MALFORMED("malformed", "an event of broken JSON after N tokens, then the rest", (x, n) -> {
        x.startUpTo(x.cut(n));
        x.send("data: {\"id\":\"chatcmpl-broken\",\"choices\":[{\"index\":0,\"del\n\n");
        x.finishFrom(x.cut(n));
    }),
    ERROR_FIRST("error-first", "status 200, but the first event is an error", (x, n) -> {
        x.begin();
        x.errorEvent(Failure.status(n.orElse(500)));
        x.end();
    }),
    ERROR_MID("error-mid", "an error event after N tokens, then the end", (x, n) -> {
        x.startUpTo(x.cut(n));
        x.errorEvent(Failure.status(500));
        x.end();
    }),
    NO_DONE("no-done", "complete, but without the end marker", (x, n) -> {
        x.startUpTo(x.tokens());
        x.closing();
        x.end();
    }),
    DONE_EARLY("done-early", "the end marker after N tokens, without a finish reason", (x, n) -> {
        x.startUpTo(x.cut(n));
        x.done();
        x.end();
    }),
    ENDLESS("endless", "never stops talking", (x, n) -> {
        x.pace(Duration.ofMillis(n.orElse(1)));
        x.talkForEver();
    }),
    HUGE_EVENT("huge-event", "one token of N KiB (8192)", (x, n) -> {
        List<String> tokens = new ArrayList<>(x.reply().tokens());
        tokens.add(tokens.size() / 2, " " + "x".repeat(n.orElse(8192) << 10));
        x.reply(x.reply().withTokens(tokens, x.reply().finish()));
        x.answer();
    }),
    SPLIT("split", "every byte of the body in a packet and a chunk of its own", (x, n) -> {
        x.bytewise();
        x.answer();
    }),

    LONG_LENGTH(
            "long-length", "Content-Length N (100) more than what is sent", (x, n) -> x.answerOfLength(n.orElse(100))),
    SHORT_LENGTH(
            "short-length", "Content-Length N (10) less than what is sent", (x, n) -> x.answerOfLength(-n.orElse(10))),
    GZIP("gzip", "compressed, asked for or not", (x, n) -> {
        x.gzip();
        x.answer();
    }),
    CONTENT_TYPE("content-type", "the right body as text/plain", (x, n) -> {
        x.contentType("text/plain");
        x.answer();
    }),
    HTML("html", "a load balancer's HTML page with status N (502)", (x, n) -> x.html(n.orElse(502))),
    ECHO("echo", "the request's body comes back as the answer, byte for byte", (x, n) -> x.echo()),
    LYING_USAGE("lying-usage", "usage beyond reason", (x, n) -> {
        x.reply(x.reply().withUsage(new Usage(-1, 1_000_000, 2_000_000_000)));
        x.answer();
    }),
    NO_USAGE("no-usage", "no usage at all", (x, n) -> {
        x.reply(x.reply().withUsage(null));
        x.answer();
    }),

    OUTAGE("outage", "503 for N seconds (60) from the first request on, then well", (x, n) -> {
        if (x.sinceFirst().toSeconds() < n.orElse(60)) {
            x.fail(Failure.status(503));
        } else {
            x.answer();
        }
    }),
    FLAPPING("flapping", "for a minute, N seconds (5) of 503 and N of health in turn", (x, n) -> {
        long seconds = x.sinceFirst().toSeconds();
        if (seconds < 60 && seconds / Math.max(1, n.orElse(5)) % 2 == 0) {
            x.fail(Failure.status(503));
        } else {
            x.answer();
        }
    });

    /** Asks for a fault, whatever the model. */
    public static final String HEADER = "x-sim-fault";

    private final String title;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // Lambdas that capture nothing.
    private final Behaviour behaviour;

    Fault(String title, String description, Behaviour behaviour) {
        this.title = title;
        this.description = description;
        this.behaviour = behaviour;
    }

    /** What the fault is called in a model's name or in the header. */
    public String title() {
        return title;
    }

    /** What it does, with the default of N in parentheses. */
    public String description() {
        return description;
    }

    void play(Exchange exchange, OptionalInt n) throws IOException {
        behaviour.play(exchange, n);
    }

    private interface Behaviour {
        /** @param n the number behind the fault's name */
        void play(Exchange x, OptionalInt n) throws IOException;
    }

    /** Titles and descriptions, for a help text. */
    static Map<String, String> descriptions() {
        Map<String, String> all = new LinkedHashMap<>();
        for (Fault fault : values()) {
            if (fault != NONE) {
                all.put(fault.title, fault.description);
            }
        }
        return Collections.unmodifiableMap(all);
    }
}
