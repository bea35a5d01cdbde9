package dev.tierwise.serving.litellm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who is asked after whom. LiteLLM's lists may go in circles, ours may not: what would close a circle is left out. */
final class Fallbacks {
    private final ModelGroups models;
    private final Map<String, List<String>> after = new LinkedHashMap<>();

    Fallbacks(ModelGroups models) {
        this.models = models;
    }

    /** A list of {@code {model: [others]}}. */
    void add(Source owner, String key) {
        for (Source entry : owner.children(key)) {
            for (String model : List.copyOf(entry.keys())) {
                List<String> others = entry.texts(model);
                if (model.equals("*")) {
                    models.ids().forEach(id -> others.forEach(other -> link(id, other, entry, model)));
                } else if (!models.has(model)) {
                    entry.lost(model, "has fallbacks but is not in the new file");
                } else {
                    others.forEach(other -> link(model, other, entry, model));
                }
            }
        }
    }

    /** Fallbacks of every model. */
    void addForAll(Source owner, String key) {
        for (String other : owner.texts(key)) {
            models.ids().forEach(id -> link(id, other, owner, key));
        }
    }

    /** A second name falls back as the first does. */
    void alias(String name, String of) {
        after.put(name, after.getOrDefault(of, List.of()));
    }

    Map<String, List<String>> all() {
        return after;
    }

    private void link(String model, String other, Source where, String key) {
        List<String> list = after.computeIfAbsent(model, any -> new ArrayList<>());
        if (model.equals(other) || list.contains(other)) {
            return;
        }
        if (!models.has(other)) {
            where.lost(key, "names \"" + other + "\", which is not in the new file");
        } else if (reaches(other, model, new HashSet<>())) {
            where.lost(
                    key, "falls back from \"" + model + "\" to \"" + other + "\" in a circle; that step was left out");
        } else {
            list.add(other);
        }
    }

    private boolean reaches(String from, String to, Set<String> seen) {
        return from.equals(to)
                || (seen.add(from)
                        && after.getOrDefault(from, List.of()).stream().anyMatch(next -> reaches(next, to, seen)));
    }
}
