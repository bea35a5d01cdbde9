package dev.tierwise.core.strategy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What one stage did, as {@code /v1/route}, the decision log and {@code route} show it. Immutable.
 *
 * @param stage the stage's name
 * @param reason one clause for people
 * @param removed models a filter refused
 * @param order models as a ranker left them; empty for a filter
 * @param looked what the stage looked at, by name
 */
public record Step(String stage, String reason, List<Removed> removed, List<String> order, Map<String, Object> looked) {
    /** A model that may not have the request, and why. */
    public record Removed(String model, String why) {}

    static Step of(Filter filter, List<Removed> removed) {
        String reason = removed.isEmpty()
                ? "nothing removed"
                : String.join(
                        ", ",
                        removed.stream()
                                .map(gone -> gone.model() + ": " + gone.why())
                                .toList());
        return new Step(filter.name(), reason, List.copyOf(removed), List.of(), Map.of());
    }

    static Step of(Ranker ranker, Ranking ranking) {
        return new Step(ranker.name(), ranking.reason(), List.of(), models(ranking.candidates()), ranking.looked());
    }

    static Step skipped(Ranker ranker, String by) {
        return new Step(ranker.name(), "not asked, " + by + " decided", List.of(), List.of(), Map.of());
    }

    static Step givenUp(String course, String why, List<Candidate> ranked) {
        return new Step(course, why, List.of(), models(ranked), Map.of());
    }

    private static List<String> models(List<Candidate> candidates) {
        List<String> models = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            models.add(candidate.model());
        }
        return Collections.unmodifiableList(models);
    }
}
