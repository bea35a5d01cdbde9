package dev.tierwise.serving.upstream;

import dev.tierwise.serving.config.Retries;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before a retry: full jitter over an exponential bound
 * (<a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">AWS</a>), or what the provider asks for.
 */
final class Backoff {
    private static final Duration SPREAD = Duration.ofMillis(250);
    private static final int MAX_DOUBLINGS = 20;

    private Backoff() {}

    /**
     * The wait before a retry.
     *
     * @param retry 0 for the first one
     * @param retryAfter what the provider asked for; kept, with a little spread on top, so that clients do not return as one
     */
    static Duration before(int retry, Retries settings, @Nullable Duration retryAfter, RandomGenerator random) {
        if (retryAfter != null) {
            return retryAfter.plusNanos(random.nextLong(SPREAD.toNanos()));
        }
        long bound = Math.min(
                settings.backoff().toNanos() << Math.min(retry, MAX_DOUBLINGS),
                settings.backoffMax().toNanos());
        return bound <= 0 ? Duration.ZERO : Duration.ofNanos(random.nextLong(bound));
    }

    /** Seconds or a date (RFC 9110, 10.2.3); null for anything else. A date in the past is no wait. */
    static @Nullable Duration retryAfter(@Nullable String header, Instant now) {
        if (header == null || header.isBlank()) {
            return null;
        }
        String value = header.strip();
        try {
            if (value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
                return Duration.ofMillis(Math.round(Double.parseDouble(value) * 1_000));
            }
            Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return at.isBefore(now) ? Duration.ZERO : Duration.between(now, at);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
