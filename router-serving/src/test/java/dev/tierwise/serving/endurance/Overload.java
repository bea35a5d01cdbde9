package dev.tierwise.serving.endurance;

import dev.tierwise.eval.simulate.SimulatedProvider;
import dev.tierwise.serving.testing.ProxyProcess;
import dev.tierwise.serving.testing.RunningProxy;
import dev.tierwise.serving.testing.Workbench;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * Four times as many clients as the proxy admits, each asking again as soon as it has an answer, before and after a
 * phase of half as many as it admits. The provider takes the same time for each answer, so that whatever an accepted
 * request takes longer is the proxy's doing.
 */
final class Overload {
    static final int LIMIT = 16;
    private static final int CALM_CLIENTS = LIMIT / 2;
    private static final int CLIENTS = 4 * LIMIT;
    private static final int TOKENS = 40;

    /** A refused client that came back at once would measure how fast the machine says no. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** An answer as the client saw it. */
    private record Seen(int status, boolean whole, boolean retryAfter, double millis) {}

    /**
     * One phase.
     *
     * @param accepted requests answered in full
     * @param refused 429 and 503 that say when to come back
     * @param others whatever else
     */
    record Phase(String name, int clients, Times accepted, Times refused, int others, ProcessFootprint after) {
        String row() {
            return String.format(
                    "%-9s %7d  %s  %s  %6d   %s", name, clients, accepted.row(), refused.row(), others, after.row());
        }
    }

    /** Milliseconds, in order. */
    record Times(List<Double> sorted) {
        Times {
            List<Double> copy = new ArrayList<>(sorted);
            Collections.sort(copy);
            sorted = List.copyOf(copy);
        }

        int count() {
            return sorted.size();
        }

        private double quantile(double q) {
            return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1.0, q * sorted.size()));
        }

        private String row() {
            return String.format("%7d %5.0f %5.0f %5.0f", count(), quantile(.5), quantile(.99), quantile(1));
        }
    }

    private final HttpClient client;

    private Overload(HttpClient client) {
        this.client = client;
    }

    /**
     * Runs all phases.
     *
     * @param folder for configuration and console
     * @param calm how long the phases before and after take
     * @param overload how long the one between takes
     */
    static List<Phase> run(Path folder, Duration calm, Duration overload, PrintStream out)
            throws IOException, InterruptedException {
        SimulatedProvider.Options paced = SimulatedProvider.Options.defaults().withPace(Duration.ofMillis(5));
        try (Workbench bench = new Workbench(folder, paced, """
                        models:
                          steady: {provider: sim, model: sim-strong}
                        limits: {max_concurrent: %d, max_queue: 0}
                        log: {decisions: "FOLDER/decisions.jsonl", access: false}
                        """.formatted(LIMIT));
                ProxyProcess proxy = bench.proxy("-Xmx256m")) {
            return new Overload(bench.client()).phases(proxy, calm, overload, out);
        }
    }

    private List<Phase> phases(ProxyProcess proxy, Duration calm, Duration overload, PrintStream out)
            throws IOException, InterruptedException {
        out.printf("admission limit %d, each answer takes its provider %d ms%n", LIMIT, TOKENS * 5);
        out.println("phase     clients  accepted p50   p99   max  refused p50   p99   max  others   "
                + ProcessFootprint.HEADER);
        phase("warm-up", proxy, CALM_CLIENTS, calm);
        List<Phase> phases = new ArrayList<>();
        phases.add(phase("before", proxy, CALM_CLIENTS, calm));
        out.println(phases.getLast().row());
        phases.add(phase("overload", proxy, CLIENTS, overload));
        out.println(phases.getLast().row());
        phases.add(phase("after", proxy, CALM_CLIENTS, calm));
        out.println(phases.getLast().row());
        return phases;
    }

    private Phase phase(String name, ProxyProcess proxy, int clients, Duration time)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        Queue<Seen> all = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                threads.execute(() -> askUntil(end, proxy.uri(), all));
            }
        }
        Predicate<Seen> accepted = seen -> seen.status == 200 && seen.whole;
        Predicate<Seen> refused = seen -> (seen.status == 503 || seen.status == 429) && seen.retryAfter;
        return new Phase(
                name,
                clients,
                times(all, accepted),
                times(all, refused),
                (int) all.stream().filter(accepted.or(refused).negate()).count(),
                ProcessFootprint.of(proxy, client));
    }

    private static Times times(Queue<Seen> all, Predicate<Seen> which) {
        return new Times(all.stream().filter(which).map(Seen::millis).toList());
    }

    private void askUntil(long end, URI proxy, Queue<Seen> into) {
        HttpRequest request = HttpRequest.newBuilder(proxy.resolve("/v1/chat/completions"))
                .timeout(Duration.ofSeconds(30))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(RunningProxy.chatBody("steady", "Count to " + TOKENS, true)))
                .build();
        try {
            while (System.nanoTime() < end) {
                Seen seen = ask(request);
                into.add(seen);
                if (seen.status != 200) {
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Seen ask(HttpRequest request) throws InterruptedException {
        long start = System.nanoTime();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            return new Seen(
                    answer.statusCode(),
                    answer.body().endsWith("data: [DONE]\n\n"),
                    answer.headers().firstValue("retry-after").isPresent(),
                    (System.nanoTime() - start) / 1e6);
        } catch (IOException e) {
            return new Seen(0, false, false, (System.nanoTime() - start) / 1e6);
        }
    }
}
