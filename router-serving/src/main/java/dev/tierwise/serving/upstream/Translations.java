package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.Translation;
import dev.tierwise.serving.config.Provider;
import dev.tierwise.serving.config.Wire;

/** Finds what stands between two protocols that differ. */
@FunctionalInterface
public interface Translations {
    /** Asked only where the provider's wire is not the client's. */
    Translation between(Wire client, Provider provider);
}
