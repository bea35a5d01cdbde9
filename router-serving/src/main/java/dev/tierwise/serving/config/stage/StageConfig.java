package dev.tierwise.serving.config.stage;

import dev.tierwise.core.strategy.Stage;
import java.util.List;

/** One stage of a router as the file says it. A new strategy is one record of this kind and one line in {@link Stages}. */
public interface StageConfig {
    /** The stage itself. */
    Stage build(Workshop shop);

    /** Ids of the models it names. */
    default List<String> named() {
        return List.of();
    }

    /** Ids of models that are the router's by being named here. */
    default List<String> candidates() {
        return List.of();
    }

    /** Whether it chooses between the strong and the weak model. */
    default boolean needsTiers() {
        return false;
    }

    /** Whether it scores prompts. */
    default boolean needsBundle() {
        return false;
    }
}
