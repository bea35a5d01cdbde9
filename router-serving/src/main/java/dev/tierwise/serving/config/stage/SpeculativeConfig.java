package dev.tierwise.serving.config.stage;

import dev.tierwise.core.strategy.Stage;
import dev.tierwise.core.strategy.attempt.Course;
import dev.tierwise.core.strategy.rank.CheckedAttempt;
import dev.tierwise.serving.config.file.Section;
import org.jspecify.annotations.Nullable;

/** The weak model drafts, the strong one accepts the draft or answers better. */
record SpeculativeConfig() implements StageConfig {
    static @Nullable StageConfig read(Section section) {
        return section.optionalSection(
                "speculative",
                "Where the weak model comes first, it drafts, and the strong model accepts the draft or answers better."
                        + " Both are paid for.",
                _ -> new SpeculativeConfig());
    }

    @Override
    public Stage build(Workshop shop) {
        return new CheckedAttempt(shop.weak(), shop.strong(), new Course.Speculative(shop.strong()));
    }

    @Override
    public boolean needsTiers() {
        return true;
    }
}
