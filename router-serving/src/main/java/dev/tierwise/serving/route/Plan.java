package dev.tierwise.serving.route;

import dev.tierwise.core.explain.Explanation;
import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Decision;
import dev.tierwise.core.strategy.attempt.Course;
import dev.tierwise.serving.config.AnswerPlace;
import dev.tierwise.serving.config.Model;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked, in which order, and why.
 *
 * @param requested what the client sent
 * @param candidates not empty
 * @param routed null where the client named the model itself
 * @param reason one clause for people
 * @param place the only one of the candidate's that may be asked; null where all may
 */
public record Plan(
        String requested,
        List<Model> candidates,
        @Nullable Routed routed,
        String reason,
        @Nullable AnswerPlace place) {
    Plan(String requested, List<Model> candidates, @Nullable Routed routed, String reason) {
        this(requested, candidates, routed, reason, null);
    }

    /**
     * What a router said.
     *
     * @param router its name in the configuration
     * @param version which bundle it read
     * @param fingerprint of the feature schema
     * @param threshold the one in force for this request, empty where no stage has one
     * @param explanation what pushed the score, null where nobody asked or there is no score
     */
    public record Routed(
            String router,
            String version,
            String fingerprint,
            OptionalDouble threshold,
            Decision decision,
            @Nullable Explanation explanation) {
        /** Whether the win probability was measured, and what it is. */
        public OptionalDouble winProbability() {
            return decision.winProbability();
        }
    }

    public Plan {
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("a plan needs a candidate: " + reason);
        }
        candidates = List.copyOf(candidates);
    }

    /** How the first candidate is asked: plainly where the client named it, or where those behind it cannot answer. */
    public Course course() {
        if (routed == null) {
            return Course.plain();
        }
        Course course = routed.decision().course();
        boolean same =
                candidates.getFirst().id().equals(routed.decision().chosen().model());
        return same ? course : Course.plain();
    }

    /** The tier a model plays, null outside a router. */
    public @Nullable String tier(Model model) {
        if (routed != null) {
            for (Candidate candidate : routed.decision().ranked()) {
                if (candidate.model().equals(model.id())) {
                    return candidate.tier();
                }
            }
        }
        return null;
    }
}
