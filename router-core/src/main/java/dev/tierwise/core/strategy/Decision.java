package dev.tierwise.core.strategy;

import dev.tierwise.core.bundle.Scored.Timings;
import java.util.List;

/**
 * Where a request goes and why.
 *
 * @param ranked candidates in the order they should be tried; the first is the choice
 * @param signals what the stages looked at
 * @param reason one clause per stage, in order
 * @param timings what scoring took
 */
public record Decision(List<Candidate> ranked, Signals signals, String reason, Timings timings) {
    public Decision {
        if (ranked.isEmpty()) {
            throw new IllegalArgumentException("a decision needs a candidate: " + reason);
        }
        ranked = List.copyOf(ranked);
    }

    /** The chosen candidate. */
    public Candidate chosen() {
        return ranked.getFirst();
    }
}
