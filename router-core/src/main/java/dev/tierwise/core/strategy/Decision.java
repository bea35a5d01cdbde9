package dev.tierwise.core.strategy;

import dev.tierwise.core.bundle.Scored.Timings;
import dev.tierwise.core.strategy.attempt.Course;
import java.util.List;
import java.util.OptionalDouble;
import java.util.StringJoiner;

/**
 * Where a request goes and why. Immutable.
 *
 * @param ranked candidates in the order they should be tried, fallbacks among them, no model twice; the first is the
 *     choice
 * @param course how the first is asked
 * @param steps one per stage, in order
 * @param winProbability where a stage asked for it
 * @param timings what scoring took
 * @param micros what the whole decision took, scoring included
 */
public record Decision(
        List<Candidate> ranked,
        Course course,
        List<Step> steps,
        OptionalDouble winProbability,
        Timings timings,
        double micros) {
    public Decision {
        if (ranked.isEmpty()) {
            throw new IllegalArgumentException("a decision needs a candidate: " + steps);
        }
        ranked = List.copyOf(ranked);
        steps = List.copyOf(steps);
    }

    /** The chosen candidate. */
    public Candidate chosen() {
        return ranked.getFirst();
    }

    /** One clause per stage that had something to say, in order. */
    public String reason() {
        StringJoiner reasons = new StringJoiner("; ");
        for (Step step : steps) {
            if (!step.order().isEmpty() || !step.removed().isEmpty()) {
                reasons.add(step.reason());
            }
        }
        return reasons.toString();
    }
}
