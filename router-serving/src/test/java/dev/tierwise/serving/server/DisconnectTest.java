package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.tierwise.eval.simulate.RecordedRequest;
import dev.tierwise.eval.simulate.RecordedRequest.Outcome;
import dev.tierwise.serving.testing.Await;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Clients that leave, in every phase of a request, two hundred times. */
@Isolated("it counts what the whole process holds")
class DisconnectTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final int ROUNDS = 5;
    private static final int TOGETHER = 8;

    /** What a pool of threads or a JVM may open for itself meanwhile; a leak would show as {@code ROUNDS * TOGETHER}. */
    private static final int SLACK = 10;

    @TempDir
    Path folder;

    /** How far a request has come when its client leaves. */
    private enum Phase {
        BEFORE_HEADERS("silent", true),
        BEFORE_FIRST_TOKEN("slow", true),
        MID_STREAM("endless", true),
        WHOLE_BEFORE_HEADERS("silent", false),
        WHOLE_MID_BODY("stalling", false);

        private final String model;
        private final boolean stream;

        Phase(String model, boolean stream) {
            this.model = model;
            this.stream = stream;
        }
    }

    /** Everything a request that was not cleaned up after would leave behind. */
    private record Footprint(
            String running, String calls, String leased, int upstream, long virtual, long platform, long files) {
        static Footprint of(RunningProxy proxy, Path folder) throws Exception {
            String metrics = proxy.get("/metrics").body();
            long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                    ? unix.getOpenFileDescriptorCount()
                    : 0;
            return new Footprint(
                    sum(metrics, "tierwise_requests_running"),
                    sum(metrics, "tierwise_deployment_running"),
                    sum(metrics, "tierwise_upstream_connections{state=\"leased\""),
                    proxy.provider().openConnections(),
                    virtualThreads(folder),
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    files);
        }

        private static String sum(String metrics, String name) {
            double sum = metrics.lines()
                    .filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
            return name + " " + sum;
        }

        private static long virtualThreads(Path folder) throws IOException {
            Path dump = folder.resolve("threads");
            Files.deleteIfExists(dump);
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
            try (Stream<String> lines = Files.lines(dump)) {
                return lines.filter(line -> line.startsWith("#") && line.contains(" virtual"))
                        .count();
            }
        }

        boolean isNoMoreThan(Footprint before) {
            return running.equals(before.running)
                    && calls.equals(before.calls)
                    && leased.equals(before.leased)
                    && upstream <= before.upstream
                    && virtual <= before.virtual + SLACK
                    && platform <= before.platform + SLACK
                    && files <= before.files + SLACK;
        }
    }

    @Test
    void leavesNothingBehindOfTwoHundredClientsThatLeft() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(folder, """
                models:
                  well: {provider: sim, model: sim-strong}
                  silent: {provider: sim, model: sim-silence}
                  slow: {provider: sim, model: sim-slow-first-token-60000}
                  endless: {provider: sim, model: sim-endless-20}
                  stalling: {provider: sim, model: sim-stall}
                log: {access: false}
                timeouts: {headers: 60s, first_token: 60s, idle: 60s}
                """)) {
            // The first round opens what the JVM and the pools keep.
            round(proxy);
            Footprint before = settled(proxy, null);
            proxy.provider().clear();
            List<Duration> took = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                took.addAll(round(proxy));
            }
            Footprint after = settled(proxy, before);
            took.sort(null);
            System.out.printf(
                    "%d clients left: upstream broken off after p50 %d ms, slowest %d ms%nbefore %s%nafter  %s%n",
                    took.size(),
                    took.get(took.size() / 2).toMillis(),
                    took.getLast().toMillis(),
                    before,
                    after);
            assertThat(took).hasSize(ROUNDS * TOGETHER * Phase.values().length).hasSize(200);
            assertThat(proxy.provider().requests())
                    .hasSize(200)
                    .allMatch(request -> request.outcome() == Outcome.CLIENT_LEFT);
            assertThat(proxy.chat("well", "still there?").statusCode()).isEqualTo(200);
        }
    }

    /** Waits until nothing is left of the requests; fails where something is. */
    private Footprint settled(RunningProxy proxy, @Nullable Footprint before) throws Exception {
        Footprint[] now = new Footprint[1];
        Await.until("nothing of the requests is left: " + before, () -> {
            now[0] = Footprint.of(proxy, folder);
            return now[0].upstream() == 0
                    && now[0].running().endsWith(" 0.0")
                    && (before == null || now[0].isNoMoreThan(before));
        });
        return Objects.requireNonNull(now[0]);
    }

    /** Some clients in each phase at once; how long each upstream call outlived its client. */
    private static List<Duration> round(RunningProxy proxy) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Duration>> clients = new ArrayList<>();
            for (Phase phase : Phase.values()) {
                for (int i = 0; i < TOGETHER; i++) {
                    String tag = "tag-" + System.nanoTime() + "-" + phase + "-" + i;
                    clients.add(threads.submit(() -> leave(proxy, phase, tag)));
                }
            }
            List<Duration> took = new ArrayList<>();
            for (Future<Duration> client : clients) {
                took.add(client.get());
            }
            return took;
        }
    }

    private static Duration leave(RunningProxy proxy, Phase phase, String tag) throws Exception {
        String body = RunningProxy.chatBody(phase.model, tag, phase.stream);
        Instant left;
        try (RawHttp raw = new RawHttp(proxy.server().uri())) {
            raw.post(CHAT, body.length()).send(body);
            if (phase == Phase.MID_STREAM) {
                raw.readUntil("\"content\":");
            }
            Await.until("the provider is asked", () -> find(proxy, tag).isPresent());
            left = Instant.now();
        }
        Await.until(
                "the call is broken off",
                () -> find(proxy, tag)
                        .filter(request -> request.outcome() != Outcome.RUNNING)
                        .isPresent());
        RecordedRequest request = find(proxy, tag).orElseThrow();
        return Duration.between(left, request.time().plus(request.duration()));
    }

    private static Optional<RecordedRequest> find(RunningProxy proxy, String tag) {
        return proxy.provider().requests().stream()
                .filter(request -> request.body().contains(tag))
                .findFirst();
    }
}
