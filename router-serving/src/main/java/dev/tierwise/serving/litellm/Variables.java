package dev.tierwise.serving.litellm;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The variables of the environment that stand for what the file holds in plain text: one for each value, none of the file's own. */
final class Variables {
    private record Plain(String name, String value) {}

    private static final Pattern REFERENCE = Pattern.compile("os\\.environ/(\\w+)");

    private final Set<String> taken;
    private final Map<Plain, String> given = new HashMap<>();

    /** For the file of this text. */
    Variables(String yaml) {
        taken = REFERENCE
                .matcher(yaml)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** The variable for a value: of this name, or of the first number behind it that is free. */
    String of(String name, String value) {
        return given.computeIfAbsent(new Plain(name, value), _ -> {
            String free = name;
            for (int i = 2; !taken.add(free); i++) {
                free = name + "_" + i;
            }
            return free;
        });
    }
}
