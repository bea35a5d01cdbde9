package dev.tierwise.serving.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who breaks requests off, under conditions it should outlive. */
class WatchTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsTheLimitsOfAllWhereLookingAtOneFails(boolean error) throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        try (Watch watch = new Watch();
                Guard _ = watch.guard(
                        () -> {
                            looked.countDown();
                            if (error) {
                                throw new OutOfMemoryError("of the test");
                            }
                            throw new IllegalStateException("of the test");
                        },
                        () -> {},
                        Duration.ofMinutes(1))) {
            assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();
            try (Guard other = watch.guard(() -> false, () -> {}, Duration.ofMillis(1))) {
                other.attempt(cancelled::countDown);
                assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void anAttemptThatTimesOutAsItEndsLeavesNothingToTheNext() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (Watch watch = new Watch();
                Guard guard = watch.guard(() -> false, () -> {}, Duration.ofMinutes(10))) {
            Thread looking = Thread.ofPlatform().start(() -> {
                while (!over.get()) {
                    guard.check(System.nanoTime(), false);
                }
            });
            try {
                for (int i = 0; i < 200_000; i++) {
                    guard.enter(Guard.Phase.IDLE, Duration.ZERO);
                    guard.leaveAttempt();
                    for (int spins = 0; spins < 20; spins++) {
                        assertThat(guard.stop() == null)
                                .as("after attempt %d", i)
                                .isTrue();
                    }
                }
            } finally {
                over.set(true);
                looking.join();
            }
        }
    }

    @Test
    void aServerThatStopsAsAnAttemptTimesOutIsNotForgotten() {
        try (Watch watch = new Watch();
                Guard guard = watch.guard(() -> false, () -> {}, Duration.ofMinutes(1))) {
            guard.enter(Guard.Phase.IDLE, Duration.ZERO);
            guard.check(System.nanoTime(), false);
            watch.shutDown();
            guard.leaveAttempt();

            assertThat(guard.shuttingDown()).isTrue();
        }
    }
}
