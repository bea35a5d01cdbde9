package dev.tierwise.serving.bench;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.prompt.PromptEncoder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the sentence encoder alone allows on this machine beside what the proxy serves with it, and how long a health
 * check takes meanwhile, in turns. {@code scripts/bench accurate} runs it.
 */
final class AccurateBench {
    private static final int ROUNDS = 3;
    private static final int CHARS = 150;
    private static final Duration TIME = Duration.ofSeconds(6);
    private static final Path PROMPTS = Path.of("datasets/sample.csv");

    private AccurateBench() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("tierwise-bench");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path model = Path.of(args.length > 0 ? args[0] : "models/default");
        Path configs = Path.of("router-serving/src/test/bench");
        try (RouterBundle bundle = RouterBundle.open(model);
                Gateways starter = new Gateways(folder, configs, folder, "20ms");
                Gateway proxy = starter.tierwise("accurate", model, Map.of())) {
            alone(bundle.featurizer().encoder());
            warmUp(proxy);
            health(proxy, TIME, "idle");
            for (int round = 1; round <= ROUNDS; round++) {
                double alone = alone(bundle.featurizer().encoder());
                System.out.printf(
                        Locale.ROOT, "round %d: encoder alone, a thread a core: %.0f prompts/s%n", round, alone);
                for (int connections : new int[] {16, 256}) {
                    loaded(proxy, connections, alone);
                }
            }
        }
    }

    /** Prompts a second of one thread a core. */
    private static double alone(PromptEncoder encoder) throws Exception {
        List<String> prompts = Answers.prompts(PROMPTS, CHARS);
        AtomicInteger done = new AtomicInteger();
        long start = System.nanoTime();
        Callable<Void> encoding = () -> {
            float[] vector = new float[encoder.spec().dimension()];
            while (System.nanoTime() - start < TIME.toNanos()) {
                encoder.encode(prompts.get(done.getAndIncrement() % prompts.size()), vector, 0);
            }
            return null;
        };
        int cores = Runtime.getRuntime().availableProcessors();
        try (ExecutorService threads = Executors.newFixedThreadPool(cores)) {
            for (Future<Void> end : threads.invokeAll(Collections.nCopies(cores, encoding))) {
                end.get();
            }
        }
        return done.get() / ((System.nanoTime() - start) / 1e9);
    }

    /** At a few hundred requests a second the compilers would take minutes; what needs no encoder takes thousands. */
    private static void warmUp(Gateway proxy) throws IOException {
        Scenario.closed(16, CHARS)
                .load(proxy, Answers.bodies(PROMPTS, "weak", CHARS, false), Duration.ZERO)
                .run(TIME.multipliedBy(3));
        for (int i = 0; i < 5; i++) {
            routed(proxy, 16);
        }
    }

    private static Load.Outcome routed(Gateway proxy, int connections) throws IOException {
        return Scenario.closed(connections, CHARS)
                .load(proxy, Answers.bodies(PROMPTS, "auto", CHARS, false), Duration.ZERO)
                .run(TIME);
    }

    private static void loaded(Gateway proxy, int connections, double alone) throws Exception {
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<?> checks = other.submit(() -> {
                health(proxy, TIME.minusSeconds(1), connections + " connections");
                return null;
            });
            Load.Outcome outcome = routed(proxy, connections);
            checks.get();
            System.out.printf(
                    Locale.ROOT,
                    "%d connections: %.0f routed/s, %.2f of the encoder alone; p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms,"
                            + " %d refused; resident %.0f MiB%n",
                    connections,
                    outcome.perSecond(),
                    outcome.perSecond() / alone,
                    outcome.latencies().percentile(.5) / 1e3,
                    outcome.latencies().percentile(.99) / 1e3,
                    outcome.latencies().percentile(.999) / 1e3,
                    outcome.failures(),
                    proxy.residentMebibytes());
        }
    }

    /** Asks for the proxy's health fifty times a second. */
    private static void health(Gateway proxy, Duration time, String under) throws IOException, InterruptedException {
        Latencies latencies = new Latencies();
        boolean well = true;
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(proxy.base() + "/health/ready"))
                    .build();
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end) {
                long from = System.nanoTime();
                if (client.send(request, BodyHandlers.discarding()).statusCode() != 200) {
                    well = false;
                }
                latencies.add(System.nanoTime() - from);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "health, %s: p50 %.1f ms, p99 %.1f ms%s%n",
                under,
                latencies.percentile(.5) / 1e3,
                latencies.percentile(.99) / 1e3,
                well ? "" : ", not always 200");
    }
}
