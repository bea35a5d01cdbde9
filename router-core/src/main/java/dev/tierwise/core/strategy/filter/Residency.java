package dev.tierwise.core.strategy.filter;

import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.strategy.Filter;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Signals;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Models served where the data may go, under the promises it needs. A model that does not say is refused.
 *
 * @param regions the only regions; empty where any will do
 * @param policies promises that must all be given
 */
public record Residency(Set<String> regions, Set<String> policies) implements Filter {
    public Residency {
        regions = Set.copyOf(regions);
        policies = Set.copyOf(policies);
    }

    @Override
    public String name() {
        return "residency";
    }

    @Override
    public Optional<String> refuses(RequestFacts facts, ModelEntry model, Signals signals) {
        if (!regions.isEmpty() && (model.region() == null || !regions.contains(model.region()))) {
            return Optional.of((model.region() == null ? "no region is known" : "served in " + model.region())
                    + ", allowed: " + String.join(", ", new TreeSet<>(regions)));
        }
        Set<String> lacking = new TreeSet<>(policies);
        lacking.removeAll(model.policies());
        return lacking.isEmpty() ? Optional.empty() : Optional.of("does not promise " + String.join(", ", lacking));
    }
}
