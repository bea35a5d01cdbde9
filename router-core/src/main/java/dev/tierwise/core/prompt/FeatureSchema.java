package dev.tierwise.core.prompt;

import dev.tierwise.core.io.Digests;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The names of the features, in the order a head reads them.
 *
 * @param names one per feature, unique
 */
public record FeatureSchema(List<String> names) {
    public FeatureSchema {
        names = List.copyOf(names);
    }

    public int size() {
        return names.size();
    }

    /**
     * Where a feature stands.
     *
     * @throws IllegalArgumentException where there is none of that name
     */
    public int index(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("there is no feature \"" + name + "\"");
        }
        return index;
    }

    /** Hex SHA-256 over the names, one per line: two heads with equal fingerprints read the same vector. */
    public String fingerprint() {
        return Digests.sha256(String.join("\n", names).getBytes(StandardCharsets.UTF_8));
    }
}
