package dev.tierwise.serving.bench;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.prompt.encoder.PromptEncoder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
    private static final int ROUNDS = 10;
    private static final int CHARS = 150;
    /** Short, so that what is compared had the same machine: a shared host's speed changes by the minute. */
    private static final Duration TIME = Duration.ofSeconds(3);

    private static final Duration WARM_UP = Duration.ofSeconds(60);
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
            System.out.println("idle: " + health(proxy, TIME));
            Map<Integer, List<Double>> shares = new TreeMap<>();
            for (int round = 1; round <= ROUNDS; round++) {
                double alone = alone(bundle.featurizer().encoder());
                System.out.printf(
                        Locale.ROOT, "round %d: encoder alone, a thread a core: %.0f prompts/s%n", round, alone);
                for (int connections : new int[] {16, 256}) {
                    shares.computeIfAbsent(connections, _ -> new ArrayList<>()).add(loaded(proxy, connections, alone));
                }
            }
            shares.forEach((connections, each) -> System.out.printf(
                    Locale.ROOT,
                    "%d connections, of the encoder alone: median %.2f of %d rounds, %.2f to %.2f%n",
                    connections,
                    Results.median(each.stream().mapToDouble(share -> share)),
                    ROUNDS,
                    Collections.min(each),
                    Collections.max(each)));
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

    /** Until the compilers are done: what needs no encoder by thousands of requests a second, and then what does. */
    private static void warmUp(Gateway proxy) throws IOException {
        send(proxy, "weak", 16, WARM_UP);
        send(proxy, "auto", 16, WARM_UP);
    }

    private static Load.Outcome send(Gateway proxy, String model, int connections, Duration time) throws IOException {
        return Scenario.closed(connections, CHARS)
                .load(proxy, Answers.bodies(PROMPTS, model, CHARS, false), Duration.ZERO)
                .run(time);
    }

    /** What share of the encoder's own pace is served. */
    private static double loaded(Gateway proxy, int connections, double alone) throws Exception {
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<String> checks = other.submit(() -> health(proxy, TIME));
            Load.Outcome outcome = send(proxy, "auto", connections, TIME);
            System.out.printf(
                    Locale.ROOT,
                    "%d connections: %.0f routed/s, %.2f of the encoder alone; p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms,"
                            + " %d refused; resident %.0f MiB; %s%n",
                    connections,
                    outcome.perSecond(),
                    outcome.perSecond() / alone,
                    outcome.latencies().percentile(.5) / 1e3,
                    outcome.latencies().percentile(.99) / 1e3,
                    outcome.latencies().percentile(.999) / 1e3,
                    outcome.failures(),
                    proxy.residentMebibytes(),
                    checks.get());
            return outcome.perSecond() / alone;
        }
    }

    /** Asks for the proxy's health ten times a second: many times what a balancer does, and next to no load. */
    private static String health(Gateway proxy, Duration time) throws IOException, InterruptedException {
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
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        return String.format(
                Locale.ROOT,
                "health p50 %.1f ms, slowest of %d %.1f ms%s",
                latencies.percentile(.5) / 1e3,
                latencies.size(),
                latencies.percentile(1) / 1e3,
                well ? "" : ", not always 200");
    }
}
