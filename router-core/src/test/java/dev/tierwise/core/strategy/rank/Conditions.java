package dev.tierwise.core.strategy.rank;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Conditions that look at one thing, for tests. */
public final class Conditions {
    private Conditions() {}

    /** Of requests with a tag; {@code *} stands for any value. */
    public static Condition tagged(String key, String value) {
        return of(Map.of(key, value), null);
    }

    /** Of prompts with or without program code. */
    static Condition code(boolean wanted) {
        return of(Map.of(), wanted);
    }

    private static Condition of(Map<String, String> tags, @Nullable Boolean code) {
        return new Condition(tags, 0, Integer.MAX_VALUE, 0, Integer.MAX_VALUE, code, List.of(), null, Set.of(), null);
    }
}
