package dev.tierwise.serving.observe;

import dev.tierwise.core.bundle.Scored.Timings;
import dev.tierwise.serving.api.Usage;
import dev.tierwise.serving.config.Model;
import dev.tierwise.serving.route.Plan;
import dev.tierwise.serving.upstream.Attempt;
import dev.tierwise.serving.upstream.Deployments.Standing;
import dev.tierwise.serving.upstream.ProviderClient.Connections;
import dev.tierwise.serving.upstream.Result;
import dev.tierwise.serving.upstream.Spent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counters and timers for Prometheus. Every label comes from the configuration or from a list that stands here, never
 * from a client, so that their number is bounded. Where OpenTelemetry has a name for a thing
 * (<a href="https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/">GenAI metrics</a>), it is used.
 * Thread-safe.
 */
public final class Metrics implements AutoCloseable {
    private static final String NONE = "none";
    private static final int[] LENGTHS = {200, 1_000, 4_000, 16_000};

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Label, Counter> counters = new ConcurrentHashMap<>();
    private final Map<Label, Timer> timers = new ConcurrentHashMap<>();
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final MultiGauge circuits;
    private final MultiGauge probes;
    private final MultiGauge openings;
    private final MultiGauge minutes;
    private final MultiGauge limits;
    private final MultiGauge calls;
    private final Supplier<List<Standing>> standings;

    /** A meter's name and tags; the registry's own way from these to the meter costs more than what it counts. */
    private record Label(String name, List<String> tags) {}

    /**
     * Registers what is always there.
     *
     * @param running requests under way
     * @param journal for the lines it had to drop
     * @param connections to providers, asked at each scrape
     * @param standings of the deployments, asked at each scrape
     */
    public Metrics(
            IntSupplier running,
            Journal journal,
            Supplier<Connections> connections,
            Supplier<List<Standing>> standings) {
        this.standings = standings;
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        gc.bindTo(registry);
        Gauge.builder("tierwise.requests.running", running::getAsInt)
                .description("Requests under way")
                .register(registry);
        gauge(connections, "leased", Connections::leased);
        gauge(connections, "idle", Connections::idle);
        Gauge.builder("tierwise.log.dropped", journal, Journal::dropped)
                .description("Log records lost to a full queue or a failing disk")
                .register(registry);
        circuits = gauges("tierwise.circuit.open", "Whether a deployment's circuit lets no call through");
        probes = gauges(
                "tierwise.circuit.half_open", "Whether a deployment's circuit waits for the outcome of a single probe");
        openings = gauges("tierwise.circuit.openings", "How often a deployment's circuit has opened since the start");
        minutes = gauges("tierwise.deployment.minute", "Requests and tokens of a deployment in the last minute");
        limits = gauges(
                "tierwise.deployment.limit", "Most requests and tokens a minute of a deployment, where they are known");
        calls = gauges("tierwise.deployment.running", "Calls under way to a deployment");
    }

    private MultiGauge gauges(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private void gauge(Supplier<Connections> connections, String state, ToIntFunction<Connections> count) {
        Gauge.builder("tierwise.upstream.connections", () -> count.applyAsInt(connections.get()))
                .description("Connections to providers")
                .tag("state", state)
                .register(registry);
    }

    /** Counts a finished request. */
    public void count(Served served) {
        Result result = served.result();
        Model model = result == null ? null : result.model();
        String modelId = model == null ? NONE : model.id();
        String outcome = result == null ? "rejected" : result.outcome().name().toLowerCase(Locale.ROOT);
        counter(
                        "tierwise.requests",
                        "Finished requests",
                        "endpoint",
                        served.endpoint().label(),
                        "model",
                        modelId,
                        "outcome",
                        outcome,
                        "status",
                        Integer.toString(served.status()))
                .increment();
        if (served.overheadNanos() > 0) {
            timer("tierwise.overhead", "The proxy's own share of the time to the first byte")
                    .record(served.overheadNanos(), TimeUnit.NANOSECONDS);
        }
        if (served.plan() != null && served.plan().routed() != null) {
            count(served.plan().routed(), served.promptChars());
        }
        if (result != null) {
            count(served, result, modelId);
        }
    }

    private void count(Plan.Routed routed, long promptChars) {
        Timings timings = routed.decision().timings();
        String length = lengthLabel(promptChars);
        time("encode", length, timings.encode());
        time("score", length, timings.features() + timings.score());
        time("decision", length, routed.decision().micros());
        time("stages", length, routed.decision().micros() - timings.total());
        if (timings.remembered()) {
            counter(
                            "tierwise.scores.remembered",
                            "Decisions whose text had been scored before",
                            "router",
                            routed.router())
                    .increment();
        }
        counter(
                        "tierwise.decisions",
                        "Routed requests by what was chosen",
                        "router",
                        routed.router(),
                        "tier",
                        routed.decision().chosen().tier())
                .increment();
    }

    private void time(String step, String length, double micros) {
        timer("tierwise.decision", "Time of a decision by step and length of the prompt", "step", step, "chars", length)
                .record(Math.round(micros * 1e3), TimeUnit.NANOSECONDS);
    }

    private static String lengthLabel(long chars) {
        for (int length : LENGTHS) {
            if (chars <= length) {
                return "le_" + length;
            }
        }
        return "gt_" + LENGTHS[LENGTHS.length - 1];
    }

    private void count(Served served, Result result, String modelId) {
        for (Attempt attempt : result.attempts()) {
            counter(
                            "tierwise.attempts",
                            "Calls to providers",
                            "deployment",
                            attempt.deployment(),
                            "outcome",
                            attempt.outcome())
                    .increment();
        }
        String[] operation = {"gen_ai.operation.name", served.endpoint().label(), "gen_ai.request.model", modelId};
        timer("gen_ai.client.operation.duration", "From a request's arrival to the end of its answer", operation)
                .record(served.totalNanos(), TimeUnit.NANOSECONDS);
        if (result.firstTokenNanos() >= 0) {
            timer("gen_ai.server.time_to_first_token", "From the first call to the answer's first byte", operation)
                    .record(result.firstTokenNanos(), TimeUnit.NANOSECONDS);
        }
        for (Spent spent : result.spent()) {
            Usage usage = spent.usage();
            String source = usage.source().name().toLowerCase(Locale.ROOT);
            tokens(spent.model().id(), "input", source, usage.input());
            tokens(spent.model().id(), "cached", source, usage.cached());
            tokens(spent.model().id(), "cache_written", source, usage.cacheWritten());
            tokens(spent.model().id(), "output", source, usage.output());
            Served.cost(spent)
                    .ifPresent(cost -> counter(
                                    "tierwise.cost.usd",
                                    "Dollars by the prices of the configuration",
                                    "model",
                                    spent.model().id())
                            .increment(cost.doubleValue()));
        }
        result.spent().stream()
                .filter(spent -> spent.model().price() == null)
                .forEach(spent -> counter(
                                "tierwise.unpriced.answers",
                                "Answers of models without a price",
                                "model",
                                spent.model().id())
                        .increment());
    }

    private void tokens(String model, String type, String source, long count) {
        counter(
                        "gen_ai.client.token.usage",
                        "Tokens of all attempts",
                        "gen_ai.request.model",
                        model,
                        "gen_ai.token.type",
                        type,
                        "source",
                        source)
                .increment((double) count);
    }

    private Counter counter(String name, String description, String... tags) {
        return counters.computeIfAbsent(
                new Label(name, List.of(tags)),
                _ -> Counter.builder(name).description(description).tags(tags).register(registry));
    }

    private Timer timer(String name, String description, String... tags) {
        return timers.computeIfAbsent(
                new Label(name, List.of(tags)),
                _ -> Timer.builder(name)
                        .description(description)
                        .tags(tags)
                        .publishPercentiles(0.5, 0.99)
                        .percentilePrecision(2)
                        .distributionStatisticExpiry(Duration.ofMinutes(5))
                        // Each of the buffers that take turns is written to by every record.
                        .distributionStatisticBufferLength(2)
                        .register(registry));
    }

    /** What Prometheus reads. */
    public String scrape() {
        List<Standing> now = standings.get();
        gauge(circuits, now, standing -> standing.circuit().equals("OPEN") ? 1 : 0);
        gauge(probes, now, standing -> standing.circuit().equals("HALF_OPEN") ? 1 : 0);
        gauge(openings, now, Standing::openings);
        gauge(calls, now, Standing::running);
        minutes.register(
                now.stream()
                        .flatMap(standing -> Stream.of(
                                row(standing, "requests", standing.requests()),
                                row(standing, "tokens", standing.tokens())))
                        .toList(),
                true);
        limits.register(
                now.stream()
                        .flatMap(standing -> Stream.of(
                                limit(standing, "requests", standing.rpm()), limit(standing, "tokens", standing.tpm())))
                        .flatMap(Optional::stream)
                        .toList(),
                true);
        return registry.scrape();
    }

    private static void gauge(MultiGauge gauge, List<Standing> now, ToLongFunction<Standing> value) {
        gauge.register(
                now.stream()
                        .map(standing -> MultiGauge.Row.of(
                                Tags.of("deployment", standing.deployment()), value.applyAsLong(standing)))
                        .toList(),
                true);
    }

    private static Optional<MultiGauge.Row<Number>> limit(Standing standing, String unit, @Nullable Integer value) {
        return Optional.ofNullable(value).map(most -> row(standing, unit, most));
    }

    private static MultiGauge.Row<Number> row(Standing standing, String unit, Number value) {
        return MultiGauge.Row.of(Tags.of("deployment", standing.deployment(), "unit", unit), value);
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
