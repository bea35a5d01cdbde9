package dev.tierwise.core.strategy;

import dev.tierwise.core.strategy.attempt.Course;
import java.util.List;
import java.util.Map;

/**
 * What a ranker answers. Immutable.
 *
 * @param candidates the same candidates in the order they should be tried
 * @param reason one clause for people, in the log and in the explanation
 * @param settled whether rankers behind this one are not asked any more
 * @param course how the first candidate is asked; a later ranker's word counts
 * @param looked what it looked at, by name: text, numbers, truth values, and lists and mappings of them
 */
public record Ranking(
        List<Candidate> candidates, String reason, boolean settled, Course course, Map<String, Object> looked) {
    public Ranking {
        candidates = List.copyOf(candidates);
    }

    /** An order that later rankers may change. */
    public static Ranking of(List<Candidate> candidates, String reason, Map<String, Object> looked) {
        return new Ranking(candidates, reason, false, Course.plain(), looked);
    }

    /** The same, as the last word. */
    public Ranking asSettled() {
        return new Ranking(candidates, reason, true, course, looked);
    }

    /** The same, to be asked in another way. */
    public Ranking under(Course other) {
        return new Ranking(candidates, reason, settled, other, looked);
    }

    /** Those of the wanted models first, in the wanted order; the others stay behind as what to fall back on. */
    public static List<Candidate> first(List<String> models, List<Candidate> candidates) {
        List<Candidate> wanted = models.stream()
                .flatMap(model -> candidates.stream()
                        .filter(candidate -> candidate.model().equals(model)))
                .distinct()
                .toList();
        return java.util.stream.Stream.concat(
                        wanted.stream(), candidates.stream().filter(candidate -> !wanted.contains(candidate)))
                .toList();
    }
}
