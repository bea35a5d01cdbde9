package dev.tierwise.serving.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.config.Breaker;
import dev.tierwise.serving.upstream.CircuitBreaker.Pass;
import dev.tierwise.serving.upstream.CircuitBreaker.State;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final Breaker SETTINGS = new Breaker(5, 0.5, 20, Duration.ofSeconds(60), Duration.ofSeconds(15));

    private final AtomicLong now = new AtomicLong();
    private final CircuitBreaker breaker = new CircuitBreaker(SETTINGS, now::get);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            acquire().failed();
        }
    }

    private Pass acquire() {
        return breaker.tryAcquire().orElseThrow();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void opensAfterFiveFailuresInARowAndLetsOneProbeThrough() {
        fail(5);
        assertThat(breaker.tryAcquire()).isEmpty();
        pass(Duration.ofSeconds(15));
        assertThat(breaker.allows()).isTrue();
        Pass probe = acquire();
        assertThat(probe.probe()).isTrue();
        assertThat(breaker.allows()).isFalse();
        assertThat(breaker.tryAcquire()).isEmpty();
        probe.succeeded();
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        fail(4);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void opensAgainWhereTheProbeFails() {
        fail(5);
        pass(Duration.ofSeconds(15));
        acquire().failed();
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        pass(Duration.ofSeconds(14));
        assertThat(breaker.tryAcquire()).isEmpty();
    }

    @Test
    void letsTheNextProbeThroughWhereOneSaidNothing() {
        fail(5);
        pass(Duration.ofSeconds(15));
        acquire().unknown();
        assertThat(breaker.tryAcquire()).isPresent();
    }

    @Test
    void opensOnAShareOfFailuresThatNeverComeInARow() {
        for (int i = 0; i < 9; i++) {
            fail(1);
            acquire().succeeded();
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        acquire().succeeded();
        fail(1);
        assertThat(breaker.state()).as("10 of 20").isEqualTo(State.OPEN);
    }

    @Test
    void forgetsTheFailuresOfAnEarlierWindow() {
        fail(4);
        acquire().succeeded();
        fail(4);
        pass(Duration.ofSeconds(61));
        for (int i = 0; i < 19; i++) {
            acquire().succeeded();
        }
        fail(4);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void leavesTheVerdictToTheProbeWhereOlderCallsEndMeanwhile() {
        Pass late = acquire();
        Pass later = acquire();
        fail(5);
        pass(Duration.ofSeconds(15));
        Pass probe = acquire();
        late.unknown();
        later.failed();
        assertThat(breaker.tryAcquire()).as("a second probe beside the first").isEmpty();
        probe.succeeded();
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        assertThat(breaker.openings()).isEqualTo(1);
    }
}
