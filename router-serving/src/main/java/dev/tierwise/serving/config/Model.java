package dev.tierwise.serving.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model clients may name: where it is served, what it costs and can do, and how calls to it behave.
 *
 * @param id its key in the file
 * @param deployments at least one
 * @param fallbacks ids of models asked, in order, where this one fails; free of cycles
 * @param price null where unknown, which is an alarm and never zero
 * @param contextWindow tokens of prompt and answer together, null where unknown
 * @param capabilities null where the file does not say
 * @param region where it is served, null where the file does not say
 */
public record Model(
        String id,
        List<Deployment> deployments,
        List<String> fallbacks,
        @Nullable Price price,
        @Nullable Integer contextWindow,
        @Nullable Set<Capability> capabilities,
        @Nullable String region,
        Timeouts timeouts,
        Retries retries,
        Breaker breaker,
        StreamRecovery streamRecovery) {
    public Model {
        deployments = List.copyOf(deployments);
        fallbacks = List.copyOf(fallbacks);
        capabilities = capabilities == null ? null : Set.copyOf(capabilities);
    }

    /** What a model inherits from the top of the file. */
    record Defaults(Timeouts timeouts, Retries retries, Breaker breaker, StreamRecovery streamRecovery) {}

    static Model read(String id, Section section, Map<String, Provider> providers, Defaults defaults) {
        section.exactlyOne("provider", "deployments");
        section.together("provider", "model");
        String provider = section.optional("provider", Types.NAME, "An entry of `providers`.");
        String model = section.optional("model", Types.TEXT, "The model's name at that provider.");
        Integer rpm = section.optional("rpm", Quantities.COUNT, "Requests a minute that each deployment takes.");
        Integer tpm = section.optional("tpm", Quantities.COUNT, "Tokens a minute that each deployment takes.");
        List<Deployment> deployments = section.sections(
                "deployments",
                "Several places that serve this model, in place of `provider` and `model`.",
                place -> Deployment.read(place, providers, rpm, tpm));
        if (provider != null && model != null) {
            Deployment only = Deployment.resolve(section, providers, provider, model, 1, rpm, tpm);
            deployments = only == null ? List.of() : List.of(only);
        }
        List<Capability> capabilities = section.optionalList(
                "capabilities",
                Types.choice(Capability.class),
                "What it can do; everything but `prefill` is assumed where left out.");
        StreamRecovery recovery = section.optional(
                "stream_recovery",
                Types.choice(StreamRecovery.class),
                "Takes precedence over `stream_recovery` at the top.");
        return new Model(
                id,
                deployments,
                section.list("fallbacks", Types.TEXT, "Models asked, in order, where this one fails."),
                section.optionalSection(
                        "price", "What it costs; usage without a price is logged as an alarm.", Price::read),
                section.optional("context_window", Quantities.COUNT, "Tokens of prompt and answer together."),
                capabilities == null ? null : Set.copyOf(capabilities),
                section.optional("region", Types.NAME, "Where it is served."),
                section.override("timeouts", defaults.timeouts(), own -> Timeouts.read(own, defaults.timeouts())),
                section.override("retries", defaults.retries(), own -> Retries.read(own, defaults.retries())),
                section.override("breaker", defaults.breaker(), own -> Breaker.read(own, defaults.breaker())),
                recovery == null ? defaults.streamRecovery() : recovery);
    }

    /** Whether it may be asked for this; where the file does not say, it may for all but continuing an answer. */
    public boolean can(Capability capability) {
        return capabilities == null ? capability != Capability.PREFILL : capabilities.contains(capability);
    }
}
