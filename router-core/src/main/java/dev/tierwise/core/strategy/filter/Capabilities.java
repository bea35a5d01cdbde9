package dev.tierwise.core.strategy.filter;

import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.strategy.Filter;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Signals;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Models that can do what the request needs. */
public record Capabilities() implements Filter {
    @Override
    public String name() {
        return "capabilities";
    }

    @Override
    public Optional<String> refuses(RequestFacts facts, ModelEntry model, Signals signals) {
        if (facts.needs().isEmpty()) {
            return Optional.empty();
        }
        String lacking = facts.needs().stream()
                .filter(need -> !model.can(need))
                .map(need -> need.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(", "));
        return lacking.isEmpty() ? Optional.empty() : Optional.of("lacks " + lacking);
    }
}
