package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.Translation;
import dev.tierwise.serving.config.Wire;

/** Finds what stands between two protocols that differ. */
@FunctionalInterface
public interface Translations {
    Translation between(Wire client, Wire provider);
}
