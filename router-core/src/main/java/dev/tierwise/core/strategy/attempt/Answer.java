package dev.tierwise.core.strategy.attempt;

import java.util.OptionalDouble;

/**
 * A whole answer, as checks see it.
 *
 * @param text what the model said; empty where it called a tool instead
 * @param toolCall whether it called a tool
 * @param whole whether it ended of its own accord, rather than at a limit of length
 * @param meanLogProbability mean log-probability of its tokens, where the provider gave any
 */
public record Answer(String text, boolean toolCall, boolean whole, OptionalDouble meanLogProbability) {
    /** An answer of plain text. */
    public static Answer of(String text) {
        return new Answer(text, false, true, OptionalDouble.empty());
    }
}
