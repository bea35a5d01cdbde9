package dev.tierwise.eval.conduct;

import static dev.tierwise.eval.conduct.Expectation.By.FALLBACK;
import static dev.tierwise.eval.conduct.Expectation.By.PRIMARY;
import static dev.tierwise.eval.conduct.Expectation.error;
import static dev.tierwise.eval.conduct.Expectation.errorEvent;
import static dev.tierwise.eval.conduct.Expectation.whole;
import static dev.tierwise.eval.conduct.Expectation.wholeOrErrorEvent;
import static dev.tierwise.eval.conduct.Row.Recovery.BUFFER;
import static dev.tierwise.eval.conduct.Row.Recovery.CONTINUE;
import static dev.tierwise.eval.conduct.Row.Request.OWN_WORDS;
import static dev.tierwise.eval.conduct.Row.Request.STREAM;
import static dev.tierwise.eval.conduct.Row.Request.WHOLE;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The suite: every fault, and what is expected in it. */
final class Rows {
    private static final Duration OUTAGE_BEAT = Duration.ofSeconds(4);
    private static final Duration FLAPPING_BEAT = Duration.ofSeconds(2);

    private Rows() {}

    static List<Row> all() {
        return Stream.of(refusals(), beforeTheAnswer(), wholeAnswers(), streams(), recovery(), series())
                .flatMap(List::stream)
                .toList();
    }

    /** Errors that come at once, as a status. */
    private static List<Row> refusals() {
        return List.of(
                Row.of(
                        "429-retry-after-2s",
                        "sim-429-seconds-2-once",
                        WHOLE,
                        whole(PRIMARY).calls(2, 0).gap(1.8, 3)),
                Row.of(
                        "429-retry-after-date",
                        "sim-429-date-2-once",
                        WHOLE,
                        whole(PRIMARY).calls(2, 0).gap(0.9, 3)),
                Row.of(
                        "429-retry-after-nonsense",
                        "sim-429-nonsense-once",
                        WHOLE,
                        whole(PRIMARY).calls(2, 0)),
                Row.of(
                        "429-retry-after-60s",
                        "sim-429-seconds-60",
                        WHOLE,
                        whole(FALLBACK).calls(1, 1).within(0, 1.5)),
                Row.of("429-for-ever", "sim-429", WHOLE, whole(FALLBACK)),
                Row.of("500-once", "sim-500-once", WHOLE, whole(PRIMARY).calls(2, 0)),
                Row.of("500-once-stream", "sim-500-once", STREAM, whole(PRIMARY).calls(2, 0)),
                Row.of("503-for-ever", "sim-503", WHOLE, whole(FALLBACK)),
                Row.of("503-for-ever-stream", "sim-503", STREAM, whole(FALLBACK)),
                Row.of("529-for-ever", "sim-529", WHOLE, whole(FALLBACK)),
                Row.of("html-502", "sim-html", WHOLE, whole(FALLBACK)),
                Row.of("html-200", "sim-html-200", WHOLE, whole(FALLBACK)),
                Row.of(
                        "context-too-long",
                        "sim-context-length",
                        WHOLE,
                        whole(FALLBACK).calls(1, 1)),
                Row.of("policy-refusal", "sim-policy", WHOLE, error(400, "content_policy_violation")));
    }

    /** Connections that break, and providers that say nothing. */
    private static List<Row> beforeTheAnswer() {
        return List.of(
                Row.of("reset-before-headers", "sim-reset", WHOLE, whole(FALLBACK)),
                Row.of("hang-up-before-headers", "sim-hang-up", WHOLE, whole(FALLBACK)),
                Row.of(
                        "silence",
                        "sim-silence",
                        WHOLE,
                        whole(FALLBACK).calls(1, 1).within(1.5, 4)),
                Row.of(
                        "silence-stream",
                        "sim-silence",
                        STREAM,
                        whole(FALLBACK).calls(1, 1).within(1.5, 4)),
                Row.of(
                        "slow-headers",
                        "sim-slow-headers-8000",
                        STREAM,
                        whole(FALLBACK).calls(1, 1).within(1.5, 4)),
                Row.of(
                        "slow-first-token",
                        "sim-slow-first-token-8000",
                        STREAM,
                        whole(FALLBACK).calls(1, 1).within(1.5, 4)),
                Row.of(
                        "slow-but-in-time",
                        "sim-slow-first-token-1000",
                        STREAM,
                        whole(PRIMARY).calls(1, 0)),
                Row.of("error-in-first-event", "sim-error-first", STREAM, whole(FALLBACK)),
                Row.of(
                        "slow-reads",
                        "sim-slow-reads",
                        new Row.Request(false, true, 60_000, 1, Duration.ZERO),
                        whole(PRIMARY).calls(1, 0)));
    }

    /** Answers that do not stream. */
    private static List<Row> wholeAnswers() {
        return List.of(
                Row.of("reset-mid-body", "sim-reset-body-40", WHOLE, whole(FALLBACK)),
                Row.of("content-length-too-long", "sim-long-length", WHOLE, whole(FALLBACK)),
                Row.of("content-length-too-short", "sim-short-length", WHOLE, whole(FALLBACK)),
                Row.of("gzip-unasked", "sim-gzip", WHOLE, whole(PRIMARY).calls(1, 0)),
                Row.of(
                        "wrong-content-type",
                        "sim-content-type",
                        WHOLE,
                        whole(PRIMARY).calls(1, 0)),
                Row.of("lying-usage", "sim-lying-usage", WHOLE, whole(PRIMARY).calls(1, 0)));
    }

    /** Streams, where what broke off is not carried on. */
    private static List<Row> streams() {
        return List.of(
                Row.of("cut-mid-stream", "sim-cut-40", STREAM, wholeOrErrorEvent()),
                Row.of("cut-clean-mid-stream", "sim-cut-clean-40", STREAM, wholeOrErrorEvent()),
                Row.of("reset-mid-stream", "sim-reset-body-40", STREAM, wholeOrErrorEvent()),
                Row.of(
                        "stall-mid-stream",
                        "sim-stall-40",
                        STREAM,
                        wholeOrErrorEvent().within(1.5, 4)),
                Row.of("malformed-event", "sim-malformed-40", STREAM, wholeOrErrorEvent()),
                Row.of("error-mid-stream", "sim-error-mid-40", STREAM, wholeOrErrorEvent()),
                Row.of("endless-stream", "sim-endless-20", STREAM, errorEvent().within(2.5, 5))
                        .limited("total", "3s"),
                Row.of(
                        "event-split-at-every-byte",
                        "sim-split",
                        STREAM,
                        whole(PRIMARY).calls(1, 0)),
                Row.of("done-without-finish-reason", "sim-done-early-40", STREAM, wholeOrErrorEvent()),
                Row.of("done-missing", "sim-no-done", STREAM, whole(PRIMARY).calls(1, 0)),
                Row.of("gzip-unasked-stream", "sim-gzip", STREAM, whole(PRIMARY).calls(1, 0)),
                Row.of(
                        "wrong-content-type-stream",
                        "sim-content-type",
                        STREAM,
                        whole(PRIMARY).calls(1, 0)),
                Row.of(
                        "lying-usage-stream",
                        "sim-lying-usage",
                        STREAM,
                        whole(PRIMARY).calls(1, 0)),
                Row.of(
                        "usage-missing-stream",
                        "sim-no-usage",
                        STREAM,
                        whole(PRIMARY).calls(1, 0)),
                Row.of(
                        "huge-event",
                        "sim-huge-event-8192",
                        STREAM,
                        whole(PRIMARY).calls(1, 0).saying("x".repeat(1000))),
                Row.of(
                        "event-beyond-any-buffer",
                        "sim-huge-event-32768",
                        STREAM,
                        wholeOrErrorEvent().calls(3, 1).saying("")));
    }

    /** Streams that break off and are carried on, for proxies that can. */
    private static List<Row> recovery() {
        Expectation carriedOn = whole(FALLBACK).calls(1, 1);
        return List.of(
                Row.of("cut-continue-prefill", "sim-cut-40", STREAM, carriedOn).recovering(CONTINUE, Models.PREFILL),
                Row.of("cut-continue-restart", "sim-cut-40", STREAM, carriedOn).recovering(CONTINUE, Models.RESTART),
                Row.of("malformed-continue", "sim-malformed-40", STREAM, carriedOn)
                        .recovering(CONTINUE, Models.PREFILL),
                Row.of("stall-continue", "sim-stall-40", STREAM, carriedOn.within(1.5, 4))
                        .recovering(CONTINUE, Models.PREFILL),
                Row.of(
                                "cut-continue-other-text",
                                "sim-cut-10",
                                OWN_WORDS,
                                errorEvent().calls(2, 1))
                        .recovering(CONTINUE, Models.RESTART),
                Row.of("cut-buffer", "sim-cut-40", STREAM, whole(FALLBACK)).recovering(BUFFER, Models.WHOLE));
    }

    /** A minute and more. */
    private static List<Row> series() {
        return List.of(
                Row.of(
                        "outage-of-60s",
                        "sim-outage-60",
                        Row.Request.series(20, OUTAGE_BEAT),
                        whole(PRIMARY).calls(20, 20)),
                Row.of(
                        "flapping-for-60s",
                        "sim-flapping-5",
                        Row.Request.series(37, FLAPPING_BEAT),
                        whole(PRIMARY).calls(60, 37)));
    }
}
