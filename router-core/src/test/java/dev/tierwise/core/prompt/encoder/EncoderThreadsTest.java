package dev.tierwise.core.prompt.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EncoderThreadsTest {
    private static final Duration EVER = Duration.ofHours(1);

    private final CountDownLatch go = new CountDownLatch(1);

    @Test
    void callersThatWaitedGoOnTogether() throws Exception {
        try (EncoderThreads threads = new EncoderThreads(1, EVER)) {
            List<FutureTask<Void>> callers = new ArrayList<>();
            List<Long> goneOn = new ArrayList<>();
            callers.add(call(threads, this::awaitGo));
            for (int i = 1; i < EncoderThreads.TOGETHER; i++) {
                callers.add(call(
                        threads,
                        () -> goneOn.add(
                                callers.stream().filter(FutureTask::isDone).count())));
            }
            FutureTask<Void> afterThem = call(threads, () -> callers.forEach(EncoderThreadsTest::end));
            go.countDown();

            end(afterThem);
            assertThat(goneOn).hasSize(EncoderThreads.TOGETHER - 1).containsOnly(0L);
        }
    }

    @Test
    void nobodyIsKeptBehindALongPrompt() throws Exception {
        try (EncoderThreads threads = new EncoderThreads(1, Duration.ZERO)) {
            FutureTask<Void> first = call(threads, this::awaitGo);
            FutureTask<Void> second = call(threads, () -> end(first));
            go.countDown();

            end(second);
        }
    }

    @Test
    void whatOneThrowsIsThrownToItsCallerAlone() throws Exception {
        try (EncoderThreads threads = new EncoderThreads(1, EVER)) {
            FutureTask<Void> first = call(threads, this::awaitGo);
            FutureTask<Void> second = call(threads, () -> {
                throw new IllegalStateException("the encoder did not run");
            });
            FutureTask<Void> third = call(threads, () -> {});
            go.countDown();

            end(first);
            assertThatThrownBy(() -> end(second)).hasRootCauseMessage("the encoder did not run");
            end(third);
        }
    }

    /** Somebody who waits in the queue, or for what is being run, when this returns. */
    private static FutureTask<Void> call(EncoderThreads threads, Runnable encoding) {
        FutureTask<Void> caller = new FutureTask<>(() -> threads.run(encoding), null);
        Thread thread = Thread.ofVirtual().start(caller);
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return caller;
    }

    private void awaitGo() {
        try {
            assertThat(go.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void end(FutureTask<Void> caller) {
        try {
            caller.get(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
