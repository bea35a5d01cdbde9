package dev.tierwise.core.catalog;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model as routing knows it. Immutable.
 *
 * @param id what routers and clients call it
 * @param fallbacks ids of models asked, in order, where this one fails
 * @param price null where unknown, which is an alarm and never zero
 * @param contextWindow tokens of prompt and answer together, null where unknown
 * @param capabilities null where nobody said: everything but {@link Capability#PREFILL} is assumed then
 * @param region where it is served, null where unknown
 * @param policies what its provider promises of the data it is sent, such as {@code no_training}
 * @param languages it answers in, as ISO 639-1 codes; empty where all
 * @param quality how good its answers are beside the other models', in 0..1, null where nobody said
 * @param tokens counts its tokens, {@link TokenCounter#ESTIMATE} where its tokenizer is not known
 */
public record ModelEntry(
        String id,
        List<String> fallbacks,
        @Nullable Price price,
        @Nullable Integer contextWindow,
        @Nullable Set<Capability> capabilities,
        @Nullable String region,
        Set<String> policies,
        Set<String> languages,
        @Nullable Double quality,
        TokenCounter tokens) {
    public ModelEntry {
        fallbacks = List.copyOf(fallbacks);
        capabilities = capabilities == null ? null : Set.copyOf(capabilities);
        policies = Set.copyOf(policies);
        languages = Set.copyOf(languages);
    }

    /** What a catalogue says of a model: where it is not in it, nothing but its name is known. */
    public static ModelEntry in(Map<String, ModelEntry> catalogue, String id) {
        ModelEntry entry = catalogue.get(id);
        return entry == null
                ? new ModelEntry(id, List.of(), null, null, null, null, Set.of(), Set.of(), null, TokenCounter.ESTIMATE)
                : entry;
    }

    /** Whether it may be asked for this. */
    public boolean can(Capability capability) {
        return capabilities == null ? capability != Capability.PREFILL : capabilities.contains(capability);
    }
}
