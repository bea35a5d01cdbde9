package dev.tierwise.serving.config.stage;

import dev.tierwise.core.strategy.Stage;
import dev.tierwise.core.strategy.rank.Objective;
import dev.tierwise.serving.config.file.Quantities;
import dev.tierwise.serving.config.file.Section;
import org.jspecify.annotations.Nullable;

/** Weights of cost, quality and latency. */
public record ObjectiveConfig(double cost, double quality, double latency) implements StageConfig {
    static @Nullable StageConfig read(Section section) {
        return section.optionalSection(
                "objective",
                "The model that is worth most, by weights of what is brought to 0..1 over the candidates.",
                part -> new ObjectiveConfig(
                        part.get("cost", Quantities.WEIGHT, 0.0, "Weight of a low price of the call."),
                        part.get(
                                "quality",
                                Quantities.WEIGHT,
                                0.0,
                                "Weight of quality: the bundle's for strong and weak, `quality` of the model else."),
                        part.get("latency", Quantities.WEIGHT, 0.0, "Weight of the models' live speed.")));
    }

    @Override
    public Stage build(Workshop shop) {
        return new Objective(cost, quality, latency, shop.catalogue());
    }

    /** Whether any weight is above 0. */
    public boolean says() {
        return cost + quality + latency > 0;
    }
}
