package dev.tierwise.core.strategy;

import java.util.List;

/** A preference: orders candidates and says why. */
@FunctionalInterface
public non-sealed interface Ranker extends Stage {
    /**
     * Orders candidates.
     *
     * @param candidates not empty, in the order the stage before left them
     */
    Ranking rank(RequestFacts facts, List<Candidate> candidates, Signals signals);

    @Override
    default String name() {
        return "ranker";
    }
}
