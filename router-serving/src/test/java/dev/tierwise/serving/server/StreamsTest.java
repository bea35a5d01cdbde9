package dev.tierwise.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.eval.simulate.RecordedRequest;
import dev.tierwise.eval.simulate.RecordedRequest.Outcome;
import dev.tierwise.serving.testing.Await;
import dev.tierwise.serving.testing.RunningProxy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams: many at once, and ones nobody listens to any more. */
class StreamsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final int STREAMS = 64;
    private static final int CHUNKS = 200;
    private static final Duration PACE = Duration.ofMillis(20);

    @TempDir
    Path folder;

    private RunningProxy proxy;

    @BeforeEach
    void start() throws IOException {
        proxy = RunningProxy.start(folder, """
                models:
                  paced: {provider: sim, model: sim-pace-20}
                  silent: {provider: sim, model: sim-silence}
                  slow: {provider: sim, model: sim-slow-first-token-60000}
                  endless: {provider: sim, model: sim-endless-20}
                log: {access: false}
                timeouts: {headers: 60s, answer: 60s, first_token: 60s, idle: 60s}
                """);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
    }

    @Test
    void losesRepeatsAndReordersNoChunkOfManyStreams() throws Exception {
        run(4);
        long before = usedHeap();
        List<long[]> arrivals = run(STREAMS);
        long grown = usedHeap() - before;
        long[] late =
                arrivals.stream().flatMapToLong(StreamsTest::lateness).sorted().toArray();
        System.out.printf(
                "%d streams of %d chunks: lateness p50 %.1f ms, p99 %.1f ms, heap %+d KiB%n",
                STREAMS,
                arrivals.getFirst().length,
                late[late.length / 2] / 1e6,
                late[(int) (late.length * .99)] / 1e6,
                grown >> 10);
        assertThat(grown).as("heap in bytes").isLessThan(64L << 20);
    }

    /** How much later each chunk came than the pace allows, counted from the stream's most punctual one. */
    private static LongStream lateness(long[] times) {
        long[] offsets = IntStream.range(0, times.length)
                .mapToLong(i -> times[i] - i * PACE.toNanos())
                .toArray();
        long punctual = LongStream.of(offsets).min().orElse(0);
        return LongStream.of(offsets).map(offset -> offset - punctual);
    }

    /** When each chunk came, by stream; fails where their content is not the provider's. */
    private List<long[]> run(int streams) throws Exception {
        String body = RunningProxy.chatBody("paced", "Count to " + CHUNKS, true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<long[]>> all = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                all.add(threads.submit(stream(body)));
            }
            List<long[]> times = new ArrayList<>();
            for (Future<long[]> one : all) {
                times.add(one.get());
            }
            return times;
        }
    }

    private Callable<long[]> stream(String body) {
        return () -> {
            HttpResponse<java.io.InputStream> answer = proxy.client()
                    .send(
                            proxy.post(CHAT, body)
                                    .timeout(Duration.ofMinutes(2))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            List<Long> times = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    int at = line.indexOf("\"delta\":{\"content\":\"");
                    if (at > 0) {
                        times.add(System.nanoTime());
                        text.append(line, at + 20, line.indexOf("\"}", at));
                    }
                }
            }
            assertThat(text.toString())
                    .isEqualTo(IntStream.rangeClosed(1, CHUNKS)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(" ")));
            assertThat(times).hasSize(CHUNKS);
            return times.stream().mapToLong(Long::longValue).toArray();
        };
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @ParameterizedTest
    @CsvSource({"silent,false", "silent,true", "slow,true", "endless,true"})
    void breaksTheCallOffWhenTheClientLeaves(String model, boolean stream) throws Exception {
        String body = RunningProxy.chatBody(model, "hi", stream);
        for (int i = 0; i < 5; i++) {
            try (RawHttp raw = new RawHttp(proxy.server().uri())) {
                raw.post(CHAT, body.length()).send(body);
                if (model.equals("endless")) {
                    raw.readUntil("\"content\":");
                }
                Await.until(
                        "the provider is asked",
                        () -> proxy.provider().requests().stream().anyMatch(StreamsTest::running));
            }
            Await.until(
                    "its call is broken off",
                    () -> proxy.provider().requests().stream().noneMatch(StreamsTest::running));
        }
        assertThat(proxy.provider().requests())
                .hasSize(5)
                .allMatch(request -> request.outcome() == Outcome.CLIENT_LEFT);
        Await.until("no request runs", () -> proxy.get("/metrics").body().contains("tierwise_requests_running 0"));
        Await.until("no connection is open", () -> proxy.provider().openConnections() == 0);
    }

    @Test
    void letsRunningStreamsEndBeforeItCloses() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> streams = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String body = RunningProxy.chatBody("paced", "Count to 60", true);
                streams.add(threads.submit(() -> proxy.send(CHAT, body).body()));
            }
            Await.until(
                    "all streams run",
                    () -> proxy.provider().requests().stream()
                                    .filter(StreamsTest::running)
                                    .count()
                            == 10);
            Future<?> closed = threads.submit(() -> proxy.server().close());
            Await.until("readiness is red", () -> proxy.get("/health/ready").statusCode() == 503);
            assertThat(proxy.chat("paced", "hi").body()).contains("shutting_down");
            for (Future<String> stream : streams) {
                assertThat(stream.get()).contains("\" 60\"").endsWith("data: [DONE]\n\n");
            }
            closed.get();
        }
    }

    private static boolean running(RecordedRequest request) {
        return request.outcome() == Outcome.RUNNING;
    }
}
