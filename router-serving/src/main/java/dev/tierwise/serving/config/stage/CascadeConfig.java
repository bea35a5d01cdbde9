package dev.tierwise.serving.config.stage;

import dev.tierwise.core.strategy.Stage;
import dev.tierwise.core.strategy.attempt.Course;
import dev.tierwise.core.strategy.rank.CheckedAttempt;
import dev.tierwise.serving.config.file.Section;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The weak model first, checked, and the strong one where a check fails. */
record CascadeConfig(List<CheckConfig> checks) implements StageConfig {
    static @Nullable StageConfig read(Section section) {
        return section.optionalSection(
                "cascade",
                "Where the weak model comes first, its answer is checked, and the strong model answers what fails.",
                part -> new CascadeConfig(
                        part.sections("checks", "Asked in turn; the first that fails ends it.", CheckConfig::read)));
    }

    @Override
    public Stage build(Workshop shop) {
        return new CheckedAttempt(
                shop.weak(),
                shop.strong(),
                new Course.Cascade(
                        shop.strong(), checks.stream().map(CheckConfig::build).toList()));
    }

    @Override
    public List<String> named() {
        return checks.stream()
                .map(CheckConfig::judge)
                .filter(Objects::nonNull)
                .map(String.class::cast)
                .toList();
    }

    @Override
    public boolean needsTiers() {
        return true;
    }
}
