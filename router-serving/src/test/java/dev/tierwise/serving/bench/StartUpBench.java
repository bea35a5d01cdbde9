package dev.tierwise.serving.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long the proxy takes from the start of its process to its first routed answer, and what it holds of memory while
 * nobody asks. {@code scripts/bench startup} runs it; {@code scripts/aot} makes the cache.
 */
final class StartUpBench {
    private static final int RUNS = 5;
    private static final Path CONFIGS = Path.of("router-serving/src/test/bench");
    private static final Path CACHE = Path.of("router-serving/target/router-serving.aot");

    private StartUpBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("tierwise-bench");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> bundles = args.length > 0 ? List.of(args) : List.of("models/default-fast", "models/default");
        System.out.println("| bundle | cache | first routed answer, ms, median of " + RUNS
                + " (fastest, slowest) | idle, MiB resident |\n|---|---|--:|--:|");
        try (Gateways starter = new Gateways(folder, CONFIGS, folder, "20ms")) {
            for (String bundle : bundles) {
                for (boolean cached : new boolean[] {true, false}) {
                    if (cached && !Files.exists(CACHE)) {
                        System.err.println("no cache: run scripts/aot first");
                        continue;
                    }
                    measure(starter, Path.of(bundle), cached);
                }
            }
        }
    }

    private static void measure(Gateways starter, Path bundle, boolean cached)
            throws IOException, InterruptedException {
        double[] millis = new double[RUNS];
        double[] resident = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            long from = System.nanoTime();
            try (Gateway proxy = starter.tierwise(
                    "startup", bundle, cached ? Map.of() : Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=off"))) {
                Load first = Scenario.closed(1, 150)
                        .load(
                                proxy,
                                Answers.bodies(Path.of("datasets/sample.csv"), "auto", 150, false),
                                java.time.Duration.ZERO);
                if (first.run(java.time.Duration.ofNanos(1)).latencies().size() != 1) {
                    throw new IOException("the first request was not answered:\n" + proxy.log());
                }
                millis[run] = (System.nanoTime() - from) / 1e6;
                TimeUnit.SECONDS.sleep(2);
                resident[run] = proxy.residentMebibytes();
            }
        }
        Arrays.sort(millis);
        Arrays.sort(resident);
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.0f (%.0f, %.0f) | %.0f |%n",
                bundle,
                cached ? "yes" : "no",
                millis[RUNS / 2],
                millis[0],
                millis[RUNS - 1],
                resident[RUNS / 2]);
    }
}
