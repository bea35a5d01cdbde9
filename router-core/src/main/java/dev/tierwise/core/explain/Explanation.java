package dev.tierwise.core.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What pushed one decision. The score before calibration is the base and the pushes of all groups added up.
 *
 * @param base score of a prompt of which nothing is known but whether it lists answers to choose from
 * @param groups kinds of features, the strongest push first; empty where the head cannot be taken apart
 * @param words words and pairs of neighbours, the strongest push first; parts of the group {@code words}
 * @param topics nearest training categories, nearest first; empty where the bundle does not know its own
 * @param novelty share of the training prompts that lie nearer to a training category than this one, in 0..1; null where
 *     the bundle does not know
 * @param unknown what cannot be said, and why; empty where all can
 */
public record Explanation(
        double base,
        List<Push> groups,
        List<Push> words,
        List<Topic> topics,
        @Nullable Double novelty,
        List<String> unknown) {
    /**
     * A part of the score.
     *
     * @param push what it adds: above 0 towards strong
     * @param without the win probability if it added nothing
     */
    public record Push(String name, double push, double without) {}

    /**
     * A category of the training prompts.
     *
     * @param likeness cosine with the middle of the category, in -1..1
     * @param strongWins share of its prompts that strong won, in 0..1
     */
    public record Topic(String name, int rows, double likeness, double strongWins) {}

    public Explanation {
        groups = List.copyOf(groups);
        words = List.copyOf(words);
        topics = List.copyOf(topics);
        unknown = List.copyOf(unknown);
    }

    /** The members of a JSON object, in order: text, numbers, lists and mappings of them. */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        if (!groups.isEmpty()) {
            map.put("base", base);
            map.put("groups", pushes(groups));
            map.put("words", pushes(words));
        }
        if (!topics.isEmpty()) {
            List<Map<String, Object>> near = new ArrayList<>();
            for (Topic topic : topics) {
                Map<String, Object> shown = new LinkedHashMap<>();
                shown.put("category", topic.name());
                shown.put("rows", topic.rows());
                shown.put("likeness", topic.likeness());
                shown.put("strong_wins", topic.strongWins());
                near.add(shown);
            }
            map.put("nearest", near);
        }
        if (novelty != null) {
            map.put("novelty", novelty);
        }
        if (!unknown.isEmpty()) {
            map.put("unknown", unknown);
        }
        return map;
    }

    private static List<Map<String, Object>> pushes(List<Push> pushes) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Push push : pushes) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("name", push.name());
            shown.put("push", push.push());
            shown.put("win_probability_without", push.without());
            all.add(shown);
        }
        return all;
    }
}
