package dev.tierwise.serving.endurance;

import dev.tierwise.eval.simulate.Fault;
import dev.tierwise.eval.simulate.SimulatedProvider;
import dev.tierwise.serving.endurance.Tally.Outcome;
import dev.tierwise.serving.testing.ProxyProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A proxy with everything on, under traffic of every kind, looked at from outside at even intervals. */
final class Soak {
    private static final String KEY = "tw-soak-0123456789abcdef0123456789abcdef";
    private static final Duration QUIET = Duration.ofSeconds(20);

    /** What pools may hold more or less of from one moment to the next. */
    private static final int SLACK = 12;

    private static final long HEAP_SLACK = 12_000_000;

    /**
     * How long and how much.
     *
     * @param time of the traffic that is looked at, after a warm-up
     * @param interval between two looks
     * @param scale clients of each kind
     */
    record Plan(Duration warmUp, Duration time, Duration interval, int scale) {}

    /**
     * What came of it.
     *
     * @param grown what is there more of at the end than at the start, or should not be there at all
     * @param exitCode of the proxy after SIGTERM
     */
    record Result(Tally tally, List<String> grown, int exitCode) {}

    private final Path folder;
    private final PrintStream out;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> grown = new ArrayList<>();

    Soak(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    /**
     * Runs a plan.
     *
     * @param jar the file that people deploy; null for this process's class path
     */
    Result run(Plan plan, Path bundle, @Nullable Path jar) throws IOException, InterruptedException {
        try (SimulatedProvider provider = SimulatedProvider.start(SimulatedProvider.Options.defaults())) {
            Path config = Files.writeString(folder.resolve("tierwise.yaml"), yaml(provider, bundle));
            Path console = folder.resolve("console");
            try (ProxyProcess proxy = jar == null
                    ? ProxyProcess.start(config, console, "-Xmx512m")
                    : ProxyProcess.startJar(jar, config, console, "-Xmx512m")) {
                return run(plan, proxy);
            } finally {
                client.shutdownNow();
            }
        }
    }

    private String yaml(SimulatedProvider provider, Path bundle) {
        StringBuilder yaml = new StringBuilder("""
                keys: [{name: soak, sha256: %s}]
                providers:
                  sim: {wire: openai, base_url: "%s/v1"}
                  other: {wire: anthropic, base_url: "%s/v1"}
                timeouts: {headers: 2s, first_token: 2s, idle: 2s, total: 10s}
                retries: {retry_after_max: 1s}
                breaker: {cooldown_time: 1s}
                routers: {default: {bundle: "%s", strong_share: 0.3, strong: strong, weak: weak}}
                log: {decisions: "%s", max_size: 1MB, max_files: 3, prompts: true}
                limits: {max_concurrent: 256}
                models:
                  strong: {provider: sim, model: sim-strong, fallbacks: [weak], price: {input: 2.5, output: 10}}
                  weak: {provider: sim, model: sim-weak, price: {input: 0.1, output: 0.4}}
                """.formatted(
                        digest(), provider.uri(), provider.uri(), bundle.toAbsolutePath(), folder.resolve("log")));
        int i = 0;
        for (Fault fault : Fault.values()) {
            // In turn, so that every fault meets another way of recovery on each wire.
            String recovery = List.of("none", "buffer", "continue").get(i % 3);
            String fallbacks = i++ % 2 == 0 ? "fallbacks: [weak], " : "";
            for (String name : List.of("fault", "other")) {
                yaml.append("  %s-%s: {provider: %s, model: sim-%s, %sstream_recovery: %s}%n"
                        .formatted(
                                name,
                                fault.title(),
                                name.equals("fault") ? "sim" : "other",
                                fault == Fault.NONE ? "strong" : fault.title(),
                                fallbacks,
                                recovery));
            }
        }
        return yaml.toString();
    }

    private static String digest() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(KEY.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private Result run(Plan plan, ProxyProcess proxy) throws IOException, InterruptedException {
        Tally tally = new Tally();
        out.println("   time   " + ProcessFootprint.HEADER + "   whole error refused  left  cut false");
        try (SoakTraffic traffic = new SoakTraffic(proxy.uri(), KEY, new Tally())) {
            traffic.start(plan.scale());
            Thread.sleep(plan.warmUp());
        }
        ProcessFootprint start = quiet(proxy);
        out.printf("  start   %s%n", start.row());
        List<ProcessFootprint> looks = new ArrayList<>();
        try (SoakTraffic traffic = new SoakTraffic(proxy.uri(), KEY, tally)) {
            traffic.start(plan.scale());
            Duration passed = Duration.ZERO;
            while (passed.compareTo(plan.time()) < 0) {
                Thread.sleep(plan.interval());
                passed = passed.plus(plan.interval());
                looks.add(ProcessFootprint.of(proxy, client));
                out.printf(
                        "%5d s   %s  %s%n", passed.toSeconds(), looks.getLast().row(), tally.row());
            }
        }
        ProcessFootprint end = quiet(proxy);
        out.printf("    end   %s  %s%n%n%d requests%n%s%n", end.row(), tally.row(), tally.total(), tally.legend());
        judge(start, end, looks, tally);
        proxy.terminate();
        int code = proxy.exitCode();
        out.printf("exit code after SIGTERM: %d%nverdict: %s%n", code, grown.isEmpty() ? "nothing grew" : grown);
        return new Result(tally, grown, code);
    }

    /** Waits until what the last requests held is given back. */
    private ProcessFootprint quiet(ProxyProcess proxy) throws IOException, InterruptedException {
        long end = System.nanoTime() + QUIET.toNanos();
        ProcessFootprint now = ProcessFootprint.of(proxy, client);
        while (System.nanoTime() < end && now.running() + now.leased() > 0) {
            Thread.sleep(500);
            now = ProcessFootprint.of(proxy, client);
        }
        return now;
    }

    private void judge(ProcessFootprint start, ProcessFootprint end, List<ProcessFootprint> looks, Tally tally) {
        grew("threads", start.platform(), end.platform(), SLACK);
        grew("virtual threads", start.virtual(), end.virtual(), SLACK);
        grew("sockets", start.sockets(), end.sockets(), SLACK);
        grew("file descriptors", start.files(), end.files(), SLACK);
        grew("requests under way", 0, end.running(), 0);
        grew("leased connections", 0, end.leased(), 0);
        grew("broken answers that look whole", 0, tally.of(Outcome.PASSED_FOR_WHOLE), 0);
        // Percentiles over five minutes fill their windows, and pools their buffers; from the second quarter on memory
        // must not climb any more. One look may meet a huge answer on its way, hence the median.
        int quarter = looks.size() / 4;
        if (quarter >= 2) {
            List<ProcessFootprint> second = looks.subList(quarter, 2 * quarter);
            List<ProcessFootprint> last = looks.subList(looks.size() - quarter, looks.size());
            grew("heap", median(second, ProcessFootprint::heap), median(last, ProcessFootprint::heap), HEAP_SLACK);
            long resident = median(second, ProcessFootprint::resident);
            grew("resident memory", resident, median(last, ProcessFootprint::resident), resident / 10);
        }
    }

    private static long median(List<ProcessFootprint> looks, ToLongFunction<ProcessFootprint> of) {
        long[] sorted = looks.stream().mapToLong(of).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private void grew(String what, long from, long to, long slack) {
        if (to > from + slack) {
            grown.add("%s grew from %d to %d".formatted(what, from, to));
        }
    }
}
