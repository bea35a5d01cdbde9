package dev.tierwise.core.strategy.filter;

import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.strategy.Filter;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Signals;
import java.util.Optional;

/** Models that can be asked at this moment. */
public record OpenCircuits() implements Filter {
    @Override
    public String name() {
        return "circuits";
    }

    @Override
    public Optional<String> refuses(RequestFacts facts, ModelEntry model, Signals signals) {
        return signals.live().open(model.id()) ? Optional.of("its circuit is open") : Optional.empty();
    }

    @Override
    public boolean passing() {
        return true;
    }
}
