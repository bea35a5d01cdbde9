package dev.tierwise.core.strategy.attempt;

import java.util.Optional;

/** Asks a model something of our own. Serving asks live; evaluation replays what was recorded. */
@FunctionalInterface
public interface Completion {
    /** Nobody can be asked. */
    Completion NONE = (model, question) -> Optional.empty();

    /** The model's answer to a single question; empty where none was to be had. */
    Optional<Answer> ask(String model, String question) throws InterruptedException;
}
