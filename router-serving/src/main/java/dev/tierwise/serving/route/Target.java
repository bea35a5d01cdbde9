package dev.tierwise.serving.route;

import dev.tierwise.serving.config.Model;
import org.jspecify.annotations.Nullable;

/** What a name in a request stands for. */
sealed interface Target {
    /**
     * A router decides.
     *
     * @param threshold the one in the name, null where the router's own holds
     */
    record Routed(LiveRouter router, @Nullable Double threshold) implements Target {}

    /** The client has decided. */
    record Direct(Model model) implements Target {}
}
