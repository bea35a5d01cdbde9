package dev.tierwise.serving.config.stage;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.prompt.encoder.PromptEncoder;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a router's stages are built from.
 *
 * @param bundle the router's open bundle, null where it has none
 * @param encoders the encoder examples are compared by
 * @param warnings told of what is odd and no error
 */
public record Workshop(
        RouterConfig router,
        @Nullable RouterBundle bundle,
        Supplier<PromptEncoder> encoders,
        Map<String, ModelEntry> catalogue,
        Consumer<String> warnings) {
    String strong() {
        return named(router.strong());
    }

    String weak() {
        return named(router.weak());
    }

    RouterBundle openBundle() {
        if (bundle == null) {
            throw unchecked();
        }
        return bundle;
    }

    private String named(@Nullable String model) {
        if (model == null) {
            throw unchecked();
        }
        return model;
    }

    private IllegalStateException unchecked() {
        return new IllegalStateException(
                "the configuration was checked, and router " + router.name() + " lacks a part");
    }
}
