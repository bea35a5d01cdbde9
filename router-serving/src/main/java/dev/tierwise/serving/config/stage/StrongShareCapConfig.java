package dev.tierwise.serving.config.stage;

import dev.tierwise.core.strategy.Stage;
import dev.tierwise.core.strategy.rank.StrongShareCap;
import dev.tierwise.serving.config.file.Quantities;
import dev.tierwise.serving.config.file.Section;
import org.jspecify.annotations.Nullable;

/** A bound on how much of a client's traffic the strong model answers. */
record StrongShareCapConfig(double share) implements StageConfig {
    static @Nullable StageConfig read(Section section) {
        Double share = section.optional(
                "strong_share_cap",
                Quantities.SHARE,
                "Behind a classifier: at most this share of a client key's last " + StrongShareCap.WINDOW
                        + " prompts goes to the strong model, highest scores first, even if prompts are crafted to"
                        + " force it.");
        return share == null ? null : new StrongShareCapConfig(share);
    }

    @Override
    public Stage build(Workshop shop) {
        return new StrongShareCap(share, shop.openBundle().manifest().scoreQuantiles());
    }

    @Override
    public boolean needsTiers() {
        return true;
    }

    @Override
    public boolean needsBundle() {
        return true;
    }
}
