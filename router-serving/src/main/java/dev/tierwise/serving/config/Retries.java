package dev.tierwise.serving.config;

import dev.tierwise.serving.config.file.Quantities;
import dev.tierwise.serving.config.file.Section;
import java.time.Duration;

/**
 * How often a passing fault is tried again.
 *
 * @param numRetries tries of the same model after the first, those of its other deployments and keys included
 * @param maxAttempts calls for one request over all its models, the first included
 * @param retryAfterMax longest Retry-After that is waited for; beyond it another deployment of the model, or the next
 *     candidate, is asked at once
 * @param backoff upper bound of the first wait; it doubles with each retry, and the wait is drawn from 0 to the bound
 * @param backoffMax where the doubling stops
 */
public record Retries(int numRetries, int maxAttempts, Duration retryAfterMax, Duration backoff, Duration backoffMax) {
    /** What holds where the file says nothing. */
    public static final Retries DEFAULT =
            new Retries(2, 5, Duration.ofSeconds(5), Duration.ofMillis(250), Duration.ofSeconds(4));

    static Retries read(Section section, Retries base) {
        return new Retries(
                section.get(
                        "num_retries",
                        Quantities.integer(0, 100),
                        base.numRetries(),
                        "Tries of the same model after the first, those of its other deployments and keys included."),
                section.get(
                        "max_attempts",
                        Quantities.integer(1, 100),
                        base.maxAttempts(),
                        "Calls for one request over all its models, the first included."),
                section.get(
                        "retry_after_max",
                        Quantities.DURATION_OR_ZERO,
                        base.retryAfterMax(),
                        "Longest Retry-After waited for; beyond it that deployment is not asked again."),
                section.get(
                        "backoff",
                        Quantities.DURATION_OR_ZERO,
                        base.backoff(),
                        "Bound of the first wait; it doubles with each retry and the wait is drawn from 0 to it."),
                section.get(
                        "backoff_max", Quantities.DURATION_OR_ZERO, base.backoffMax(), "Where the doubling stops."));
    }
}
