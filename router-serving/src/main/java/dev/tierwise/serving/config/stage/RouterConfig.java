package dev.tierwise.serving.config.stage;

import dev.tierwise.serving.config.file.Section;
import dev.tierwise.serving.config.file.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A router: the models it chooses among and the stages that choose.
 *
 * @param name its key in the file; clients say {@code router-NAME}
 * @param bundle folder of the bundle, null where no stage scores
 * @param strong id of the strong model, null where there are no tiers
 * @param weak id of the weak model, null where there are no tiers
 * @param models further models, in the order they stand in where no stage has a say
 * @param stages read from first to last; hard requirements that need no configuration stand before them
 * @param unscored where a request without text to score goes
 */
public record RouterConfig(
        String name,
        @Nullable Path bundle,
        @Nullable String strong,
        @Nullable String weak,
        List<String> models,
        List<StageConfig> stages,
        Tier unscored) {
    /** One of the two sides of a router. */
    public enum Tier {
        STRONG,
        WEAK
    }

    public RouterConfig {
        models = List.copyOf(models);
        stages = List.copyOf(stages);
    }

    public static RouterConfig read(String name, Section section) {
        Path bundle = section.optional(
                "bundle",
                Types.FOLDER,
                "Folder of the trained bundle, from this file's folder or else from the working directory.");
        String strong = section.optional("strong", Types.TEXT, "The model for prompts that need it.");
        String weak = section.optional("weak", Types.TEXT, "The model for all others.");
        section.together("strong", "weak");
        List<String> models = section.list("models", Types.TEXT, "Further models the stages may choose.");
        ClassifierConfig shortForm = ClassifierConfig.shortForm(section);
        List<StageConfig> stages = section.sections("stages", "What chooses, read from first to last.", Stages::read);
        Tier unscored = section.get(
                "unscored",
                Types.choice(Tier.class),
                Tier.STRONG,
                "Where a request without text to score goes, such as one with an image only.");
        return new RouterConfig(
                name, bundle, strong, weak, models, shortForm == null ? stages : List.of(shortForm), unscored);
    }

    /** All models it may choose itself: the cheap one first, since nobody has said more. */
    public List<String> candidates() {
        List<String> all = new ArrayList<>();
        if (weak != null && strong != null) {
            all.add(weak);
            all.add(strong);
        }
        Stream.concat(models.stream(), stages.stream().flatMap(stage -> stage.candidates().stream()))
                .filter(model -> !all.contains(model))
                .forEach(all::add);
        return all;
    }

    /** The tier a model plays: its own name where it is neither strong nor weak. */
    public String tier(String model) {
        return model.equals(strong) ? "strong" : model.equals(weak) ? "weak" : model;
    }
}
