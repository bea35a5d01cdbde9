package dev.tierwise.eval.conduct;

import dev.tierwise.eval.simulate.SimulatedProvider;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Puts a proxy through rows, several at a time: each has a model of its own, so that none disturbs another. */
public final class Suite {
    private static final int AT_ONCE = 8;
    /** In which a well proxy answers a plain request. */
    private static final double PROMPT_SECONDS = 4;

    private static final int WARM_UP = 40;
    private static final Map<String, String> WELL = Map.of("primary", "sim-weak", "fallback", "sim-weak");

    private final Client client;
    private final SimulatedProvider provider;
    private final double healthySeconds;
    private final Semaphore places = new Semaphore(AT_ONCE);

    /** With upper limits of time. */
    Suite(Client client, SimulatedProvider provider) {
        this(client, provider, PROMPT_SECONDS);
    }

    private Suite(Client client, SimulatedProvider provider, double healthySeconds) {
        this.client = client;
        this.provider = provider;
        this.healthySeconds = healthySeconds;
    }

    /** The models this project's proxy needs for {@link #quick}, over a provider called {@code sim}. */
    public static String quickConfiguration() {
        return Models.tierwise(quickRows());
    }

    /**
     * Runs every row that does not take a minute; upper limits of time are for the command, which has the machine to itself.
     *
     * @return what is wrong, by row; nothing where it passes
     */
    public static Map<String, List<String>> quick(URI target, SimulatedProvider provider) throws InterruptedException {
        try (Client client = new Client(target, List.of())) {
            return new Suite(client, provider, Expectation.UNHURRIED)
                    .run(quickRows(), _ -> {}).stream()
                            .collect(Collectors.toMap(outcome -> outcome.row().name(), Outcome::faults));
        }
    }

    static List<Row> quickRows() {
        return Rows.all().stream()
                .filter(row -> !row.isLong())
                .map(Row::unhurried)
                .toList();
    }

    /**
     * Runs rows.
     *
     * @param done told of each as it ends, by any thread
     * @return in the order of the rows
     */
    List<Outcome> run(List<Row> rows, Consumer<Outcome> done) throws InterruptedException {
        // A proxy that has just started is slow for its own reasons.
        for (int i = 0; i < WARM_UP; i++) {
            client.ask(Models.WHOLE, "Are you well?", i % 2 == 0, WELL);
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> running = new ArrayList<>();
            for (Row row : rows) {
                running.add(threads.submit(() -> {
                    Outcome outcome = runInTurn(row);
                    done.accept(outcome);
                    return outcome;
                }));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> one : running) {
                outcomes.add(one.get());
            }
            return outcomes;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a row could not be run", e.getCause());
        }
    }

    private Outcome runInTurn(Row row) throws InterruptedException {
        if (row.isLong()) {
            return run(row);
        }
        places.acquire();
        try {
            return run(row);
        } finally {
            places.release();
        }
    }

    private Outcome run(Row row) throws InterruptedException {
        Row.Request request = row.request();
        Map<String, String> names =
                Map.of("primary", row.primary(), "fallback", Models.FALLBACKS.getOrDefault(row.fallback(), ""));
        List<Seen> seen = new ArrayList<>();
        long from = System.nanoTime();
        for (int i = 0; i < request.times(); i++) {
            long wait = from + i * request.every().toNanos() - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(Duration.ofNanos(wait));
            }
            seen.add(client.ask(row.model(), row.prompt(i), request.stream(), names));
        }
        Seen after = client.ask(Models.WHOLE, "Are you well?", false, WELL);
        boolean healthy = after.whole() && after.seconds() < healthySeconds;
        ProviderSide side = ProviderSide.of(row, provider.requests());
        double slowest = seen.stream().mapToDouble(Seen::seconds).max().orElse(0);
        return new Outcome(row, seen, side, slowest, healthy, Verdict.of(row, seen, side, healthy));
    }
}
