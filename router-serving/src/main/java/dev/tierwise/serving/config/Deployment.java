package dev.tierwise.serving.config;

import dev.tierwise.serving.config.file.Quantities;
import dev.tierwise.serving.config.file.Section;
import dev.tierwise.serving.config.file.Types;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One place where a model is served; a model with several is balanced over them.
 *
 * @param model the model's name at the provider
 * @param weight share of the load relative to the model's other deployments, at least 1
 * @param rpm requests a minute the provider allows, null where unknown
 * @param tpm tokens a minute the provider allows, null where unknown
 */
public record Deployment(
        Provider provider,
        String model,
        int weight,
        @Nullable Integer rpm,
        @Nullable Integer tpm) {
    static @Nullable Deployment read(
            Section section, Map<String, Provider> providers, @Nullable Integer rpm, @Nullable Integer tpm) {
        String provider = section.required("provider", Types.NAME, "An entry of `providers`.");
        String model = section.required("model", Types.TEXT, "The model's name at that provider.");
        int weight = section.get(
                "weight",
                Quantities.integer(1, 1_000),
                1,
                "Share of the load relative to the model's other deployments.");
        Integer ownRpm = section.optional("rpm", Quantities.COUNT, "Requests a minute; the model's where left out.");
        Integer ownTpm = section.optional("tpm", Quantities.COUNT, "Tokens a minute; the model's where left out.");
        return resolve(
                section,
                providers,
                provider,
                model,
                weight,
                ownRpm != null ? ownRpm : rpm,
                ownTpm != null ? ownTpm : tpm);
    }

    /** Null, and a problem on the list, where no such provider exists. */
    static @Nullable Deployment resolve(
            Section section,
            Map<String, Provider> providers,
            String provider,
            String model,
            int weight,
            @Nullable Integer rpm,
            @Nullable Integer tpm) {
        Provider known = providers.get(provider);
        if (known == null) {
            if (!provider.isEmpty()) {
                section.unknown("provider", "provider", provider, providers.keySet());
            }
            return null;
        }
        return new Deployment(known, model, weight, rpm, tpm);
    }
}
