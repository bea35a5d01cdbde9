package dev.tierwise.core.strategy;

import java.util.List;

/**
 * What a stage answers.
 *
 * @param candidates in the order they should be tried; a stage may drop some, never add any
 * @param reason one clause for people, in the log and in the explanation
 */
public record Ranking(List<Candidate> candidates, String reason) {
    public Ranking {
        candidates = List.copyOf(candidates);
    }
}
