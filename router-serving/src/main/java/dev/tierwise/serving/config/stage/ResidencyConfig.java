package dev.tierwise.serving.config.stage;

import dev.tierwise.core.strategy.Stage;
import dev.tierwise.core.strategy.filter.Residency;
import dev.tierwise.serving.config.file.Section;
import dev.tierwise.serving.config.file.Types;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where data may go and what must be promised of it. */
record ResidencyConfig(List<String> regions, List<String> policies) implements StageConfig {
    static @Nullable StageConfig read(Section section) {
        return section.optionalSection(
                "residency",
                "Hard requirement: only models served there, under these promises, fallbacks included. A model that"
                        + " does not say is refused.",
                ResidencyConfig::demands);
    }

    private static ResidencyConfig demands(Section section) {
        section.atLeastOne("regions", "policies");
        section.notEmpty("regions", "policies");
        return new ResidencyConfig(
                section.list("regions", Types.NAME, "Regions, any of which will do. All where left out."),
                section.list("policies", Types.NAME, "Policies, all of which the model must have."));
    }

    @Override
    public Stage build(Workshop shop) {
        return new Residency(Set.copyOf(regions), Set.copyOf(policies));
    }
}
