package dev.tierwise.serving.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.eval.simulate.RecordedRequest.Outcome;
import dev.tierwise.eval.simulate.SimulatedProvider;
import dev.tierwise.serving.testing.Await;
import dev.tierwise.serving.testing.ProxyProcess;
import dev.tierwise.serving.testing.RunningProxy;
import dev.tierwise.serving.testing.Workbench;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxy as a process of its own, told to stop, and killed. */
class ShutdownTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int STREAMS = 50;
    private static final int KILLS = 4;
    private static final int CLIENTS = 8;

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new Workbench(folder, SimulatedProvider.Options.defaults(), """
                models:
                  paced: {provider: sim, model: sim-pace-100}
                  quick: {provider: sim, model: sim-strong}
                log: {decisions: "FOLDER/decisions.jsonl", access: false}
                """);
    }

    @AfterEach
    void stop() throws IOException {
        bench.close();
    }

    private Path log() {
        return folder.resolve("decisions.jsonl");
    }

    private ProxyProcess proxy() throws IOException {
        return bench.proxy("-XX:TieredStopAtLevel=1", "-Xshare:auto");
    }

    @Test
    void letsFiftyStreamsEndAfterSigtermAndExitsWithZero() throws Exception {
        try (ProxyProcess proxy = proxy();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> streams = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                streams.add(threads.submit(
                        () -> chat(proxy.uri(), "paced", "Count to 60", true).body()));
            }
            Await.until(
                    "all streams run",
                    () -> bench.provider().requests().stream()
                                    .filter(request -> request.outcome() == Outcome.RUNNING)
                                    .count()
                            == STREAMS);
            assertThat(ready(proxy.uri())).isEqualTo(200);
            proxy.terminate();
            Await.until("readiness is red", () -> ready(proxy.uri()) == 503);
            assertThat(bench.provider().requests())
                    .as("red while all streams run")
                    .filteredOn(request -> request.outcome() == Outcome.RUNNING)
                    .hasSize(STREAMS);
            HttpResponse<String> late = chat(proxy.uri(), "quick", "hi", false);
            assertThat(late.statusCode()).isEqualTo(503);
            assertThat(late.body()).contains("shutting_down");
            assertThat(late.headers().firstValue("retry-after")).isPresent();
            for (Future<String> stream : streams) {
                assertThat(stream.get()).contains("\" 60\"").endsWith("data: [DONE]\n\n");
            }
            assertThat(proxy.exitCode()).isZero();
            // The fifty, and the one that was sent away.
            assertThat(ids(Files.readAllLines(log()))).hasSize(STREAMS + 1);
        }
    }

    @Test
    void killedUnderLoadItLosesNoMoreThanTheEndOfItsLog() throws Exception {
        Random random = new Random(7);
        Set<String> written = new HashSet<>();
        for (int i = 0; i < KILLS; i++) {
            List<String> answered = new ArrayList<>(killedUnderLoad(random));
            // What a write leaves that was broken off half-way.
            Files.writeString(log(), "{\"time\":\"2026-", StandardOpenOption.APPEND);
            try (ProxyProcess proxy = proxy()) {
                answered.add(id(chat(proxy.uri(), "quick", "after the restart", false)));
                proxy.terminate();
                assertThat(proxy.exitCode()).isZero();
            }
            Set<String> ids = ids(Files.readAllLines(log()));
            assertThat(ids).as("what stood there still stands there").containsAll(written);
            assertThat(ids).contains(answered.removeLast());
            List<Integer> lost = new ArrayList<>();
            for (int at = 0; at < answered.size(); at++) {
                if (!ids.contains(answered.get(at))) {
                    lost.add(at);
                }
            }
            System.out.printf("killed after %d answers: %d records lost%n", answered.size(), lost.size());
            // Clients see their answers in another order than the log's; no more than one each can be out of turn.
            int end = answered.size() - lost.size() - 2 * CLIENTS;
            assertThat(lost).as("lost of %d", answered.size()).allMatch(at -> at >= end);
            written.addAll(ids);
        }
    }

    /** Ids of the requests answered until the process was killed, in order. */
    private Queue<String> killedUnderLoad(Random random) throws Exception {
        Queue<String> answered = new ConcurrentLinkedQueue<>();
        try (ProxyProcess proxy = proxy();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                threads.execute(() -> {
                    try {
                        while (true) {
                            answered.add(id(chat(proxy.uri(), "quick", "hi", false)));
                        }
                    } catch (IOException e) {
                        // Killed.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            Await.until("the load is on", () -> answered.size() > 20 * CLIENTS);
            Thread.sleep(random.nextInt(700));
            proxy.kill();
        }
        return answered;
    }

    private static Set<String> ids(List<String> lines) throws IOException {
        Set<String> ids = new HashSet<>();
        for (String line : lines) {
            assertThat(ids.add(MAPPER.readTree(line).path("decision_id").asText()))
                    .as("every line is a record of its own: %s", line)
                    .isTrue();
        }
        return ids;
    }

    private static String id(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-router-decision-id").orElseThrow();
    }

    private HttpResponse<String> chat(URI proxy, String model, String text, boolean stream)
            throws IOException, InterruptedException {
        return bench.client()
                .send(
                        HttpRequest.newBuilder(proxy.resolve("/v1/chat/completions"))
                                .timeout(PATIENCE)
                                .header("content-type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(RunningProxy.chatBody(model, text, stream)))
                                .build(),
                        BodyHandlers.ofString());
    }

    private int ready(URI proxy) throws IOException, InterruptedException {
        return bench.client()
                .send(HttpRequest.newBuilder(proxy.resolve("/health/ready")).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
