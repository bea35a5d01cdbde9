package dev.tierwise.serving.config;

import dev.tierwise.serving.config.file.Quantities;
import dev.tierwise.serving.config.file.Section;
import java.time.Duration;

/**
 * When a deployment is left alone for a while.
 *
 * @param failures failures in a row that open the circuit
 * @param failureRate share of failures in the window that opens it, in 0..1
 * @param minCalls calls in the window below which the rate says nothing
 * @param window how far back the rate looks
 * @param cooldownTime how long it stays open before one call probes
 */
public record Breaker(int failures, double failureRate, int minCalls, Duration window, Duration cooldownTime) {
    /** What holds where the file says nothing. */
    public static final Breaker DEFAULT = new Breaker(5, 0.5, 20, Duration.ofSeconds(60), Duration.ofSeconds(5));

    static Breaker read(Section section, Breaker base) {
        return new Breaker(
                section.get(
                        "failures",
                        Quantities.integer(1, 10_000),
                        base.failures(),
                        "Failures in a row that open the circuit."),
                section.get(
                        "failure_rate",
                        Quantities.SHARE,
                        base.failureRate(),
                        "Share of failures in the window that opens it, too."),
                section.get(
                        "min_calls",
                        Quantities.integer(1, 100_000),
                        base.minCalls(),
                        "Calls in the window below which the rate says nothing."),
                section.get("window", Quantities.DURATION, base.window(), "How far back the rate looks."),
                section.get(
                        "cooldown_time",
                        Quantities.DURATION,
                        base.cooldownTime(),
                        "How long the circuit stays open before a single call probes."));
    }
}
