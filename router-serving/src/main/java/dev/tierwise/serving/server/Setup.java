package dev.tierwise.serving.server;

import dev.tierwise.serving.config.Config;
import dev.tierwise.serving.route.PinnedResponses;
import dev.tierwise.serving.route.Routing;
import dev.tierwise.serving.upstream.Deployments;
import org.jspecify.annotations.Nullable;

/** All that follows from one configuration. Immutable but for the live state of deployments; thread-safe. */
record Setup(Config config, Routing routing, Deployments deployments, Auth auth, Bundles bundles) {
    /**
     * Opens what the configuration names.
     *
     * @param before the setup this one follows, null at the start
     * @throws dev.tierwise.core.io.BadInputException where a bundle cannot be opened; nothing stays open then
     */
    static Setup of(Config config, @Nullable Setup before, PinnedResponses pinned) {
        Bundles bundles = new Bundles(before == null ? null : before.bundles());
        try {
            Routing routing = new Routing(config, bundles::open, pinned);
            Deployments deployments = before == null
                    ? new Deployments(config)
                    : before.deployments().next(config);
            return new Setup(config, routing, deployments, new Auth(config), bundles);
        } catch (RuntimeException e) {
            bundles.closeExcept(before == null ? null : before.bundles());
            throw e;
        }
    }
}
