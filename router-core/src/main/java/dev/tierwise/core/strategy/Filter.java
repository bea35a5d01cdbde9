package dev.tierwise.core.strategy;

import dev.tierwise.core.catalog.ModelEntry;
import java.util.Optional;

/** A hard requirement: what it refuses is never asked, neither first nor as a fallback. */
public non-sealed interface Filter extends Stage {
    /** Why this model may not have the request, in a clause; empty where it may. */
    Optional<String> refuses(RequestFacts facts, ModelEntry model, Signals signals);

    /** Whether waiting may help: a request that nobody may have is refused for now, not for good. */
    default boolean passing() {
        return false;
    }
}
