package dev.tierwise.serving.config.stage;

import dev.tierwise.core.strategy.Stage;
import dev.tierwise.core.strategy.filter.MaxPrice;
import dev.tierwise.serving.config.file.Quantities;
import dev.tierwise.serving.config.file.Section;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A ceiling on what one request may cost. */
record MaxPriceConfig(BigDecimal dollars) implements StageConfig {
    static @Nullable StageConfig read(Section section) {
        BigDecimal dollars = section.optional(
                "max_price",
                Quantities.MONEY,
                "Hard requirement: dollars one request may cost at most, by its counted prompt and the longest answers"
                        + " it asks for. A model without a price is refused.");
        return dollars == null ? null : new MaxPriceConfig(dollars);
    }

    @Override
    public Stage build(Workshop shop) {
        return new MaxPrice(dollars);
    }
}
