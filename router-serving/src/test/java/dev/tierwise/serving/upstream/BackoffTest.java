package dev.tierwise.serving.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.config.Retries;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private static final Retries RETRIES =
            new Retries(2, 5, Duration.ofSeconds(5), Duration.ofMillis(250), Duration.ofSeconds(4));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "2 | PT2S",
                "0 | PT0S",
                "1.5 | PT1.5S",
                "' 3 ' | PT3S",
                "Sun, 06 Nov 1994 08:49:37 GMT | PT2S",
                "Sun, 06 Nov 1994 08:49:00 GMT | PT0S",
                "soon | none",
                "-5 | none",
                "99999999999999999999 | none",
                "'' | none",
                "none | none"
            })
    void readsRetryAfterInSecondsAndAsADate(String header, String expected) {
        Duration found = Backoff.retryAfter(header, Instant.parse("1994-11-06T08:49:35Z"));
        assertThat(found).isEqualTo(expected == null ? null : Duration.parse(expected));
    }

    @Test
    void waitsAtRandomBelowABoundThatDoublesAndStops() {
        Random random = new Random(1);
        for (int retry = 0; retry < 60; retry++) {
            long bound = Math.min(4_000, 250L << Math.min(retry, 10));
            for (int i = 0; i < 200; i++) {
                assertThat(Backoff.before(retry, RETRIES, null, random))
                        .as("retry %d", retry)
                        .isBetween(Duration.ZERO, Duration.ofMillis(bound));
            }
        }
    }

    @Test
    void waitsAtLeastAsLongAsItIsAskedTo() {
        Random random = new Random(2);
        for (int i = 0; i < 1_000; i++) {
            assertThat(Backoff.before(0, RETRIES, Duration.ofSeconds(2), random))
                    .isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_250));
        }
    }
}
