package dev.tierwise.serving.config.stage;

import dev.tierwise.core.bundle.Manifest.Tier;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.strategy.Stage;
import dev.tierwise.core.strategy.rank.Tiers;
import dev.tierwise.core.strategy.rank.Tiers.Rule;
import dev.tierwise.serving.config.file.Quantities;
import dev.tierwise.serving.config.file.Section;
import dev.tierwise.serving.config.file.Types;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The learned choice among several tiers. Exactly one of floor and lambda is there.
 *
 * @param models tier of the bundle to model
 * @param floor in 0..1
 * @param lambda quality per dollar per 1,000 requests
 */
record TiersConfig(
        Map<String, String> models,
        @Nullable Double floor,
        @Nullable Double lambda) implements StageConfig {
    TiersConfig {
        models = Map.copyOf(models);
    }

    static @Nullable StageConfig read(Section section) {
        return section.optionalSection(
                "tiers",
                "One of several models, by the quality a bundle trained with --tiers predicts for each.",
                part -> {
                    part.exactlyOne("floor", "lambda");
                    return new TiersConfig(
                            part.values(
                                    "models",
                                    Types.TEXT,
                                    Types.TEXT,
                                    "The model that plays each tier of the bundle; a tier left out is played by the model"
                                            + " of its name."),
                            part.optional(
                                    "floor",
                                    Quantities.SHARE,
                                    "Predicted quality that suffices, in 0..1: the cheapest model that reaches it answers."),
                            part.optional(
                                    "lambda",
                                    Quantities.WEIGHT,
                                    "Quality worth giving up to save a dollar per 1,000 requests: the model with the"
                                            + " highest quality - lambda x cost answers; choose it with `tierwise"
                                            + " evaluate`."));
                });
    }

    @Override
    public Stage build(Workshop shop) {
        RouterBundle bundle = shop.openBundle();
        if (!bundle.ratesTiers()) {
            throw new BadInputException("router " + shop.router().name() + ": the bundle "
                    + bundle.manifest().name()
                    + " chooses between strong and weak, use the stage classifier; the stage tiers needs one trained"
                    + " with --tiers");
        }
        List<String> playing = bundle.manifest().tiers().stream()
                .map(tier -> playing(tier, shop))
                .toList();
        Double trade = lambda;
        return new Tiers(
                playing,
                trade == null ? new Rule.Floor(floor == null ? 0 : floor) : new Rule.Trade(trade),
                shop.catalogue());
    }

    private String playing(Tier tier, Workshop shop) {
        String model = models.getOrDefault(tier.name(), tier.name());
        if (!shop.router().candidates().contains(model)) {
            throw new BadInputException("router " + shop.router().name() + ": nobody plays the bundle's tier "
                    + tier.name() + "; name its model under stages: tiers: models");
        }
        ModelEntry entry = shop.catalogue().get(model);
        if (lambda != null && (entry == null || entry.price() == null)) {
            throw new BadInputException("router " + shop.router().name() + ": lambda weighs quality against cost, and "
                    + model + " has no price; give models." + model + ".price");
        }
        return model;
    }

    @Override
    public List<String> named() {
        return List.copyOf(models.values());
    }

    @Override
    public List<String> candidates() {
        return named();
    }

    @Override
    public boolean needsBundle() {
        return true;
    }
}
