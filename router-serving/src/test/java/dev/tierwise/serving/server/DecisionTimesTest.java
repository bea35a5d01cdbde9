package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.testing.RunningProxy;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What decisions take in a live server under load, as its own metrics and headers tell it; prints the figures by prompt
 * length. {@code -Dtierwise.load.requests=20000} gives steadier ones than the few requests of an
 * ordinary run, and {@code -Dtierwise.load.connections=1} those of a machine with time to spare.
 */
class DecisionTimesTest {
    private static final Path BUNDLE =
            Path.of("..", "models", "default").toAbsolutePath().normalize();
    private static final int REQUESTS = Integer.getInteger("tierwise.load.requests", 300);
    private static final int CONNECTIONS = Integer.getInteger("tierwise.load.connections", 2);
    private static final List<Integer> WORDS = List.of(10, 60, 300);

    @TempDir
    private Path folder;

    @Test
    void areCountedByPromptLengthAndAgreeWithWhatAClientSees() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(folder, """
                        models:
                          big: {provider: sim, model: sim-strong, region: eu, price: {input: 10, output: 30}}
                          small: {provider: sim, model: sim-weak, region: eu, price: {input: 1, output: 2}}
                        routers:
                          default:
                            bundle: "%s"
                            strong: big
                            weak: small
                            stages:
                              - residency: {regions: [eu]}
                              - max_price: 10
                              - rules: [{name: code, code: true, languages: [fr], pattern: "never", to: [big]}]
                              - objective: {cost: 1, quality: 1, latency: 1}
                              - classifier: {threshold: 0.2}
                              - cascade: {checks: [{candour: true}]}
                        """.formatted(BUNDLE));
                ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Callable<Void>> calls = IntStream.range(0, REQUESTS)
                    .<Callable<Void>>mapToObj(i -> () -> call(proxy, WORDS.get(i % WORDS.size()), i))
                    .toList();
            for (Future<Void> call : clients.invokeAll(calls)) {
                call.get();
            }

            List<String> decisions = decisions(proxy);
            // A request is counted once it is over, which its client may see a moment before.
            for (int i = 0; i < 100 && counted(decisions, "decision") < REQUESTS; i++) {
                Thread.sleep(100);
                decisions = decisions(proxy);
            }
            decisions.stream().filter(line -> line.contains("quantile")).forEach(System.out::println);
            for (String step : List.of("encode", "score", "stages", "decision")) {
                assertThat(counted(decisions, step)).as(step).isEqualTo(REQUESTS);
            }
            assertThat(decisions.stream().filter(line -> line.contains("_count") && line.contains("step=\"decision\"")))
                    .as("one row per length")
                    .hasSize(WORDS.size());
        }
    }

    /** A request whose overhead, as the proxy has it, is above nothing and below what the whole call took. */
    private static Void call(RunningProxy proxy, int words, int number) throws Exception {
        long start = System.nanoTime();
        HttpResponse<String> answer = proxy.chat("router", "Request " + number + " " + "and more ".repeat(words));
        double millis = (System.nanoTime() - start) / 1e6;
        double overhead = Double.parseDouble(
                answer.headers().firstValue("x-router-overhead-ms").orElseThrow());
        assertThat(overhead).isPositive().isLessThan(millis);
        return null;
    }

    private static List<String> decisions(RunningProxy proxy) throws Exception {
        return proxy.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("tierwise_decision_seconds"))
                .toList();
    }

    private static long counted(List<String> decisions, String step) {
        return decisions.stream()
                .filter(line -> line.contains("_count") && line.contains("step=\"" + step + "\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
