package dev.tierwise.core.strategy.rank;

import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Ranker;
import dev.tierwise.core.strategy.Ranking;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Signals;
import dev.tierwise.core.strategy.attempt.Course;
import java.util.List;
import java.util.Map;

/**
 * A second model behind the cheap one: its attempt is checked and escalated, or its draft verified. Where an earlier stage
 * has put another model first, such as a classifier that holds the attempt to be in vain, nothing is attempted.
 *
 * @param cheap the model that tries first
 * @param costly the model behind it
 * @param course what follows the attempt
 */
public record CheckedAttempt(String cheap, String costly, Course course) implements Ranker {
    @Override
    public String name() {
        return course.label();
    }

    @Override
    public Ranking rank(RequestFacts facts, List<Candidate> candidates, Signals signals) {
        boolean both = List.of(cheap, costly).stream()
                .allMatch(model -> candidates.stream().anyMatch(c -> c.model().equals(model)));
        if (!both) {
            return Ranking.of(candidates, "one of " + cheap + " and " + costly + " is not left", Map.of());
        }
        if (!candidates.getFirst().model().equals(cheap)) {
            return Ranking.of(candidates, "no attempt: " + candidates.getFirst().model() + " comes first", Map.of());
        }
        return Ranking.of(
                        Ranking.first(List.of(cheap, costly), candidates),
                        cheap + " tries, " + costly + " stands behind it",
                        Map.of())
                .under(course);
    }
}
