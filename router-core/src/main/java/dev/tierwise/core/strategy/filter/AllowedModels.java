package dev.tierwise.core.strategy.filter;

import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.strategy.Filter;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Signals;
import java.util.Optional;

/** Models the client's key may reach. */
public record AllowedModels() implements Filter {
    @Override
    public String name() {
        return "key";
    }

    @Override
    public Optional<String> refuses(RequestFacts facts, ModelEntry model, Signals signals) {
        return facts.allowed().isEmpty() || facts.allowed().contains(model.id())
                ? Optional.empty()
                : Optional.of("the key " + facts.client() + " may not use it");
    }
}
