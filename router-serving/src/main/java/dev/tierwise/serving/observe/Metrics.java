package dev.tierwise.serving.observe;

import dev.tierwise.core.bundle.Scored.Timings;
import dev.tierwise.serving.api.Endpoint;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
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
    /** One for each of these, and one for what is longer than all. */
    private static final List<String> LENGTH_LABELS = Stream.concat(
                    IntStream.of(LENGTHS).mapToObj(most -> "le_" + most),
                    Stream.of("gt_" + LENGTHS[LENGTHS.length - 1]))
            .toList();

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Meters<Ended, Counter> requests = counters(
            "tierwise.requests",
            "Finished requests",
            ended -> Tags.of(
                    "endpoint",
                    ended.endpoint.label(),
                    "model",
                    ended.model,
                    "outcome",
                    ended.outcome == null ? "rejected" : lower(ended.outcome),
                    "status",
                    Integer.toString(ended.status)));
    private final Timer overhead =
            timer("tierwise.overhead", "The proxy's own share of the time to the first byte", Tags.empty());
    private final Meters<StepOf, Timer> steps = timers(
            "tierwise.decision",
            "Time of a decision by step and length of the prompt",
            step -> Tags.of("step", step.step, "chars", step.length));
    private final Meters<String, Counter> remembered = counters(
            "tierwise.scores.remembered",
            "Decisions whose text had been scored before",
            router -> Tags.of("router", router));
    private final Meters<Chosen, Counter> decisions = counters(
            "tierwise.decisions",
            "Routed requests by what was chosen",
            chosen -> Tags.of("router", chosen.router, "tier", chosen.tier));
    private final Meters<Called, Counter> attempts = counters(
            "tierwise.attempts",
            "Calls to providers",
            called -> Tags.of("deployment", called.deployment, "outcome", called.outcome));
    private final Meters<Operation, Timer> durations = timers(
            "gen_ai.client.operation.duration", "From a request's arrival to the end of its answer", Operation::tags);
    private final Meters<Operation, Timer> firstTokens = timers(
            "gen_ai.server.time_to_first_token", "From the first call to the answer's first byte", Operation::tags);
    private final Meters<Tokens, Counter> tokens = counters(
            "gen_ai.client.token.usage",
            "Tokens of all attempts",
            used -> Tags.of(
                    "gen_ai.request.model", used.model, "gen_ai.token.type", used.type, "source", lower(used.source)));
    private final Meters<String, Counter> costs = counters(
            "tierwise.cost.usd", "Dollars by the prices of the configuration", model -> Tags.of("model", model));
    private final Meters<String, Counter> unpriced = counters(
            "tierwise.unpriced.answers", "Answers of models without a price", model -> Tags.of("model", model));
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final DeploymentGauges deployments = new DeploymentGauges(registry);
    private final Supplier<List<Standing>> standings;

    /**
     * The meters of one name, by what their tags are made of: the registry's own way from tags to a meter costs more than
     * what the meter counts.
     */
    private static final class Meters<K, M> {
        private final Map<K, M> known = new ConcurrentHashMap<>();
        private final Function<K, M> register;

        Meters(Function<K, M> register) {
            this.register = register;
        }

        M of(K key) {
            M meter = known.get(key);
            return meter == null ? known.computeIfAbsent(key, register) : meter;
        }
    }

    /** @param outcome null where the request was rejected */
    private record Ended(Endpoint endpoint, String model, Result.@Nullable Outcome outcome, int status) {}

    private record StepOf(String step, String length) {}

    private record Chosen(String router, String tier) {}

    private record Called(String deployment, String outcome) {}

    private record Operation(Endpoint endpoint, String model) {
        Tags tags() {
            return Tags.of("gen_ai.operation.name", endpoint.label(), "gen_ai.request.model", model);
        }
    }

    private record Tokens(String model, String type, Usage.Source source) {}

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
        requests.of(new Ended(served.endpoint(), modelId, result == null ? null : result.outcome(), served.status()))
                .increment();
        if (served.overheadNanos() > 0) {
            overhead.record(served.overheadNanos(), TimeUnit.NANOSECONDS);
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
            remembered.of(routed.router()).increment();
        }
        decisions
                .of(new Chosen(routed.router(), routed.decision().chosen().tier()))
                .increment();
    }

    private void time(String step, String length, double micros) {
        steps.of(new StepOf(step, length)).record(Math.round(micros * 1e3), TimeUnit.NANOSECONDS);
    }

    private static String lengthLabel(long chars) {
        for (int i = 0; i < LENGTHS.length; i++) {
            if (chars <= LENGTHS[i]) {
                return LENGTH_LABELS.get(i);
            }
        }
        return LENGTH_LABELS.getLast();
    }

    private void count(Served served, Result result, String modelId) {
        for (Attempt attempt : result.attempts()) {
            attempts.of(new Called(attempt.deployment(), attempt.outcome())).increment();
        }
        Operation operation = new Operation(served.endpoint(), modelId);
        durations.of(operation).record(served.totalNanos(), TimeUnit.NANOSECONDS);
        if (result.firstTokenNanos() >= 0) {
            firstTokens.of(operation).record(result.firstTokenNanos(), TimeUnit.NANOSECONDS);
        }
        for (Spent spent : result.spent()) {
            String id = spent.model().id();
            Usage usage = spent.usage();
            count(id, "input", usage, usage.input());
            count(id, "cached", usage, usage.cached());
            count(id, "cache_written", usage, usage.cacheWritten());
            count(id, "output", usage, usage.output());
            Served.cost(spent)
                    .ifPresentOrElse(
                            cost -> costs.of(id).increment(cost.doubleValue()),
                            () -> unpriced.of(id).increment());
        }
    }

    private void count(String model, String type, Usage usage, long count) {
        tokens.of(new Tokens(model, type, usage.source())).increment((double) count);
    }

    private <K> Meters<K, Counter> counters(String name, String description, Function<K, Tags> tags) {
        return new Meters<>(key -> Counter.builder(name)
                .description(description)
                .tags(tags.apply(key))
                .register(registry));
    }

    private <K> Meters<K, Timer> timers(String name, String description, Function<K, Tags> tags) {
        return new Meters<>(key -> timer(name, description, tags.apply(key)));
    }

    private Timer timer(String name, String description, Tags tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .publishPercentiles(0.5, 0.99)
                .percentilePrecision(2)
                .distributionStatisticExpiry(Duration.ofMinutes(5))
                // Each of the buffers that take turns is written to by every record.
                .distributionStatisticBufferLength(2)
                .register(registry);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** What Prometheus reads. */
    public String scrape() {
        deployments.read(standings.get());
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
