package dev.tierwise.serving.config.stage;

import dev.tierwise.core.strategy.Stage;
import dev.tierwise.serving.config.file.Section;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every kind of stage there is. */
public final class Stages {
    /** A key that begins a stage, and what reads it; null where the key is not there. */
    private record Kind(String key, Function<Section, @Nullable StageConfig> reader) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("residency", ResidencyConfig::read),
            new Kind("max_price", MaxPriceConfig::read),
            new Kind("rules", RulesConfig::read),
            new Kind("semantic", SemanticConfig::read),
            new Kind("classifier", ClassifierConfig::read),
            new Kind("strong_share_cap", StrongShareCapConfig::read),
            new Kind("tiers", TiersConfig::read),
            new Kind("objective", ObjectiveConfig::read),
            new Kind("cascade", CascadeConfig::read),
            new Kind("speculative", SpeculativeConfig::read));

    private Stages() {}

    /** A stage of which nothing could be read. */
    public record Empty() implements StageConfig {
        @Override
        public Stage build(Workshop shop) {
            throw new IllegalStateException("the configuration was checked, and holds an empty stage");
        }
    }

    /** The keys a stage can begin with. */
    public static List<String> keys() {
        return KINDS.stream().map(Kind::key).toList();
    }

    /** One entry of {@code stages}: a mapping that begins with exactly one of the kinds. */
    static StageConfig read(Section section) {
        List<StageConfig> read = KINDS.stream()
                .map(kind -> kind.reader().apply(section))
                .filter(Objects::nonNull)
                .map(StageConfig.class::cast)
                .toList();
        section.exactlyOne(KINDS.stream().map(Kind::key).toArray(String[]::new));
        return read.isEmpty() ? new Empty() : read.getFirst();
    }
}
