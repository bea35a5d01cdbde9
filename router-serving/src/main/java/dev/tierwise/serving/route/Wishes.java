package dev.tierwise.serving.route;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a client says about routing beside its body.
 *
 * @param threshold of {@code x-router-threshold}
 * @param tags of {@code x-router-tags}: {@code team=checkout, urgent}
 * @param explain whether the plan should say what pushed the score
 * @param dry whether the plan is wanted for its own sake, and nobody will be asked
 */
public record Wishes(Optional<String> threshold, Optional<String> tags, boolean explain, boolean dry) {
    private static final int MAX_TAGS = 64;

    /** None. */
    public static final Wishes NONE = new Wishes(Optional.empty(), Optional.empty(), false, false);

    /** The same, with an explanation. */
    public Wishes explained() {
        return new Wishes(threshold, tags, true, dry);
    }

    /** The same, for a plan that nobody carries out. */
    public Wishes asDry() {
        return new Wishes(threshold, tags, explain, true);
    }

    /** The body's tags and the header's, which win. */
    Map<String, String> tags(Map<String, String> metadata) {
        Map<String, String> all = new HashMap<>(metadata);
        String header = tags.orElse("");
        for (String tag : header.isBlank() ? new String[0] : header.split(",", MAX_TAGS + 1)) {
            int equals = tag.indexOf('=');
            String key = equals < 0 ? tag.strip() : tag.substring(0, equals).strip();
            if (!key.isEmpty() && all.size() < 2 * MAX_TAGS) {
                all.put(key, equals < 0 ? "" : tag.substring(equals + 1).strip());
            }
        }
        return all;
    }
}
