package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.testing.RunningProxy;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The latency objective against a provider that really slows down: it is well for five seconds, slow for fifteen, then
 * well again. Six requests a second, each started in its time whether those before it are answered or not.
 */
@Execution(ExecutionMode.CONCURRENT)
class LatencyObjectiveTest {
    private static final int PER_SECOND = 6;
    private static final int SECONDS = 40;
    /** Far slower than the other model in its slow spell, and else far faster: a busy machine is not to decide. */
    private static final String FAST = "sim-slow-spell-3000";

    private static final int WARM_UP = 40;

    @TempDir
    private Path folder;

    @Test
    void aProviderThatSlowsDownLosesItsTrafficWithinTenSecondsAndGetsItBackAfterwards() throws Exception {
        List<Boolean> byFast = new ArrayList<>();
        try (RunningProxy proxy = RunningProxy.start(folder, """
                        models:
                          fast: {provider: sim, model: %s}
                          steady: {provider: sim, model: sim-slow-headers-1000}
                          warming: {provider: sim, model: sim-weak}
                        routers:
                          default:
                            models: [fast, steady]
                            stages: [{objective: {latency: 1}}]
                        """.formatted(FAST));
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WARM_UP; i++) {
                assertThat(proxy.chat("warming", "Request " + i).statusCode()).isEqualTo(200);
            }
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < SECONDS * PER_SECOND; i++) {
                String prompt = "Request " + i;
                answers.add(clients.submit(() -> proxy.chat("router", prompt)));
                long due = start + Duration.ofSeconds(1).toNanos() * (i + 1) / PER_SECOND;
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            }
            for (Future<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
                byFast.add(answer.get()
                        .headers()
                        .firstValue("x-router-model")
                        .orElseThrow()
                        .equals("fast"));
            }
        }
        System.out.println("requests answered by the provider that slows down, by second: "
                + IntStream.range(0, SECONDS)
                        .mapToObj(second -> count(byFast, second, second + 1))
                        .toList());
        assertThat(count(byFast, 2, 5)).as("while it is well").isGreaterThan(2 * PER_SECOND);
        assertThat(count(byFast, 15, 20)).as("ten seconds after it slowed down").isLessThan(PER_SECOND);
        assertThat(count(byFast, 32, 40)).as("after it recovered").isGreaterThan(6 * PER_SECOND);
    }

    private static long count(List<Boolean> byFast, int fromSecond, int toSecond) {
        return byFast.subList(fromSecond * PER_SECOND, toSecond * PER_SECOND).stream()
                .filter(yes -> yes)
                .count();
    }
}
