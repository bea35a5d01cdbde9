package dev.tierwise.serving.observe;

import dev.tierwise.serving.upstream.Deployments.Standing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How each deployment stands: its circuit, what it is doing, and what its minute has had. Read at a scrape. Thread-safe. */
final class DeploymentGauges {
    private final MultiGauge circuits;
    private final MultiGauge probes;
    private final MultiGauge openings;
    private final MultiGauge minutes;
    private final MultiGauge limits;
    private final MultiGauge calls;

    DeploymentGauges(MeterRegistry registry) {
        circuits = gauges(registry, "tierwise.circuit.open", "Whether a deployment's circuit lets no call through");
        probes = gauges(
                registry,
                "tierwise.circuit.half_open",
                "Whether a deployment's circuit waits for the outcome of a single probe");
        openings = gauges(
                registry, "tierwise.circuit.openings", "How often a deployment's circuit has opened since the start");
        minutes = gauges(
                registry, "tierwise.deployment.minute", "Requests and tokens of a deployment in the last minute");
        limits = gauges(
                registry,
                "tierwise.deployment.limit",
                "Most requests and tokens a minute of a deployment, where they are known");
        calls = gauges(registry, "tierwise.deployment.running", "Calls under way to a deployment");
    }

    private static MultiGauge gauges(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /** Shows these and no others. */
    void read(List<Standing> now) {
        show(circuits, now, standing -> standing.circuit().equals("OPEN") ? 1 : 0);
        show(probes, now, standing -> standing.circuit().equals("HALF_OPEN") ? 1 : 0);
        show(openings, now, Standing::openings);
        show(calls, now, Standing::running);
        minutes.register(
                now.stream()
                        .flatMap(standing -> Stream.of(
                                row(standing, "requests", standing.requests()),
                                row(standing, "tokens", standing.tokens())))
                        .toList(),
                true);
        limits.register(
                now.stream()
                        .flatMap(standing -> Stream.concat(
                                limit(standing, "requests", standing.rpm()), limit(standing, "tokens", standing.tpm())))
                        .toList(),
                true);
    }

    private static void show(MultiGauge gauge, List<Standing> now, ToLongFunction<Standing> value) {
        gauge.register(
                now.stream()
                        .map(standing -> MultiGauge.Row.of(
                                Tags.of("deployment", standing.deployment()), value.applyAsLong(standing)))
                        .toList(),
                true);
    }

    private static Stream<MultiGauge.Row<Number>> limit(Standing standing, String unit, @Nullable Integer value) {
        return Stream.ofNullable(value).map(most -> row(standing, unit, most));
    }

    private static MultiGauge.Row<Number> row(Standing standing, String unit, Number value) {
        return MultiGauge.Row.of(Tags.of("deployment", standing.deployment(), "unit", unit), value);
    }
}
