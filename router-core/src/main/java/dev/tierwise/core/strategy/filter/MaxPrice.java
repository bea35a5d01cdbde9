package dev.tierwise.core.strategy.filter;

import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.catalog.Price;
import dev.tierwise.core.strategy.Filter;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Signals;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Models that keep a request under a price, by its counted prompt and the longest answers the client accepts. A model
 * without a price is refused.
 *
 * @param dollars most that one request may cost
 */
public record MaxPrice(BigDecimal dollars) implements Filter {
    @Override
    public String name() {
        return "max_price";
    }

    @Override
    public Optional<String> refuses(RequestFacts facts, ModelEntry model, Signals signals) {
        Price price = model.price();
        if (price == null) {
            return Optional.of("its price is unknown");
        }
        Integer bound = facts.maxOutput();
        long answer = bound == null ? RequestFacts.USUAL_OUTPUT : bound;
        BigDecimal cost = price.cost(model.tokens().count(facts.prompt()), facts.choices() * answer);
        return cost.compareTo(dollars) <= 0
                ? Optional.empty()
                : Optional.of("may cost " + cost.stripTrailingZeros().toPlainString() + " dollars, more than "
                        + dollars.toPlainString());
    }
}
