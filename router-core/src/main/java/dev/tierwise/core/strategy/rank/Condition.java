package dev.tierwise.core.strategy.rank;

import dev.tierwise.core.catalog.Capability;
import dev.tierwise.core.catalog.TokenCounter;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.prompt.Prompt.Role;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.core.prompt.text.PatternSearch;
import dev.tierwise.core.strategy.Hours;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Signals;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a rule holds: where everything that is given holds.
 *
 * @param tags values the request's tags must have; {@code *} stands for any
 * @param minTokens fewest tokens of the prompt, by the estimate; 0 where it does not matter
 * @param maxTokens most of them
 * @param minOutput fewest tokens of answer the client has room for; a client that did not say has no room
 * @param maxOutput most of them; a client that did not say is taken for one that wants more
 * @param code whether the prompt holds program code, null where it does not matter
 * @param languages ISO 639-1 codes, one of which is the prompt's; empty where it does not matter
 * @param pattern found in what the user said last, as {@link PatternSearch} looks for it; null where it does not matter
 * @param needs what the request needs
 * @param hours of the day, null where it does not matter
 */
public record Condition(
        Map<String, String> tags,
        int minTokens,
        int maxTokens,
        int minOutput,
        int maxOutput,
        @Nullable Boolean code,
        List<String> languages,
        @Nullable Pattern pattern,
        Set<Capability> needs,
        @Nullable Hours hours) {
    public Condition {
        tags = Map.copyOf(tags);
        languages = List.copyOf(languages);
        needs = Set.copyOf(needs);
    }

    boolean holds(RequestFacts facts, Signals signals) {
        // Cheapest first: most rules fail on a tag, and a language or a pattern reads the text.
        return tagged(facts)
                && facts.needs().containsAll(needs)
                && (hours == null || hours.contains(facts.time()))
                && outputFits(facts)
                && tokensFit(facts.prompt())
                && (pattern == null
                        || PatternSearch.finds(pattern, lastWords(facts.prompt()))
                                .orElse(false))
                && (code == null || code == CodeMarks.in(RoutingText.AS_WRITTEN.of(facts.prompt())))
                && (languages.isEmpty()
                        || signals.language(facts).filter(languages::contains).isPresent());
    }

    private boolean tagged(RequestFacts facts) {
        return tags.entrySet().stream().allMatch(wanted -> {
            String value = facts.tags().get(wanted.getKey());
            return value != null
                    && (wanted.getValue().equals("*") || wanted.getValue().equals(value));
        });
    }

    private boolean outputFits(RequestFacts facts) {
        Integer bound = facts.maxOutput();
        return bound == null
                ? minOutput == 0 && maxOutput == Integer.MAX_VALUE
                : bound >= minOutput && bound <= maxOutput;
    }

    private boolean tokensFit(Prompt prompt) {
        if (minTokens == 0 && maxTokens == Integer.MAX_VALUE) {
            return true;
        }
        long tokens = TokenCounter.ESTIMATE.count(prompt);
        return tokens >= minTokens && tokens <= maxTokens;
    }

    private static String lastWords(Prompt prompt) {
        return prompt.turns().reversed().stream()
                .filter(turn -> turn.role() == Role.USER)
                .map(Prompt.Turn::text)
                .findFirst()
                .orElse("");
    }
}
