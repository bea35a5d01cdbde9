package dev.tierwise.serving.config;

import dev.tierwise.core.catalog.Capability;
import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.catalog.Price;
import dev.tierwise.core.catalog.TokenCounter;
import dev.tierwise.serving.config.file.Quantities;
import dev.tierwise.serving.config.file.Section;
import dev.tierwise.serving.config.file.Types;
import java.math.BigDecimal;
import java.nio.file.Path;
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
 * @param policies what its provider promises of the data it is sent
 * @param languages it answers in, as ISO 639-1 codes; empty where all
 * @param quality how good its answers are beside the other models', in 0..1, null where the file does not say
 * @param tokenizer its tokenizer.json, null where tokens are estimated
 */
public record Model(
        String id,
        List<Deployment> deployments,
        List<String> fallbacks,
        @Nullable Price price,
        @Nullable Integer contextWindow,
        @Nullable Set<Capability> capabilities,
        @Nullable String region,
        List<String> policies,
        List<String> languages,
        @Nullable Double quality,
        @Nullable Path tokenizer,
        Timeouts timeouts,
        Retries retries,
        Breaker breaker,
        StreamRecovery streamRecovery) {
    public Model {
        deployments = List.copyOf(deployments);
        fallbacks = List.copyOf(fallbacks);
        capabilities = capabilities == null ? null : Set.copyOf(capabilities);
        policies = List.copyOf(policies);
        languages = List.copyOf(languages);
    }

    /** What a model inherits from the top of the file. */
    record Defaults(Timeouts timeouts, Retries retries, Breaker breaker, StreamRecovery streamRecovery) {}

    static Model read(String id, Section section, Map<String, Provider> providers, Defaults defaults) {
        section.exactlyOne("provider", "deployments");
        section.together("provider", "model");
        section.notEmpty("deployments", "languages");
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
                        "price", "What it costs; usage without a price is logged as an alarm.", Model::price),
                section.optional("context_window", Quantities.COUNT, "Tokens of prompt and answer together."),
                capabilities == null ? null : Set.copyOf(capabilities),
                section.optional("region", Types.NAME, "Where it is served."),
                section.list(
                        "policies",
                        Types.NAME,
                        "What its provider promises of the data it is sent, such as no_training; names of your own."),
                section.list("languages", Types.LANGUAGE, "Languages it answers in. All where left out."),
                section.optional(
                        "quality",
                        Quantities.SHARE,
                        "How good its answers are beside the other models', for `objective`."),
                section.optional(
                        "tokenizer",
                        Types.EXISTING_FILE,
                        "Its tokenizer.json, to count a prompt's tokens exactly; they are estimated where left out."),
                section.override("timeouts", defaults.timeouts(), own -> Timeouts.read(own, defaults.timeouts())),
                section.override("retries", defaults.retries(), own -> Retries.read(own, defaults.retries())),
                section.override("breaker", defaults.breaker(), own -> Breaker.read(own, defaults.breaker())),
                recovery == null ? defaults.streamRecovery() : recovery);
    }

    private static Price price(Section section) {
        BigDecimal input = section.required("input", Quantities.MONEY, "Dollars per million input tokens.");
        BigDecimal cached = section.optional(
                "cached_input",
                Quantities.MONEY,
                "Dollars per million input tokens read from the provider's cache; `input` where left out.");
        BigDecimal written = section.optional(
                "cache_write",
                Quantities.MONEY,
                "Dollars per million input tokens written to the provider's cache; `input` where left out.");
        BigDecimal output = section.required("output", Quantities.MONEY, "Dollars per million output tokens.");
        return new Price(input, cached == null ? input : cached, written == null ? input : written, output);
    }

    /** Whether it carries on an answer that the request begins; only where the file says so. */
    public boolean acceptsPrefill() {
        return capabilities != null && capabilities.contains(Capability.PREFILL);
    }

    /**
     * What routing needs to know of it.
     *
     * @param tokens counts its tokens
     */
    public ModelEntry entry(TokenCounter tokens) {
        return new ModelEntry(
                id,
                fallbacks,
                price,
                contextWindow,
                capabilities,
                region,
                Set.copyOf(policies),
                Set.copyOf(languages),
                quality,
                tokens);
    }
}
