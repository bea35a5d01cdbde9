package dev.tierwise.serving.server;

import dev.tierwise.serving.config.Config;
import dev.tierwise.serving.route.PinnedResponses;
import dev.tierwise.serving.route.Routing;
import dev.tierwise.serving.route.Speeds;
import dev.tierwise.serving.route.Stock;
import dev.tierwise.serving.upstream.Deployments;
import java.time.Clock;
import java.time.ZoneId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that follows from one configuration. Immutable but for the live state of deployments; thread-safe. */
record Setup(Config config, Routing routing, Deployments deployments, Auth auth, Stock stock) {
    /**
     * Opens what the configuration names.
     *
     * @param before the setup this one follows, null at the start
     * @param speeds how fast the models have been; outlives a configuration
     * @param warnings told of what is odd and no error
     * @throws dev.tierwise.core.io.BadInputException where a bundle cannot be opened; nothing stays open then
     */
    static Setup of(
            Config config, @Nullable Setup before, PinnedResponses pinned, Speeds speeds, Consumer<String> warnings) {
        if (config.models().isEmpty()) {
            warnings.accept("there are no models, so every request will be refused; name some under models:");
        }
        Stock stock = new Stock(before == null ? null : before.stock(), warnings);
        try {
            Deployments deployments = before == null
                    ? new Deployments(config)
                    : before.deployments().next(config);
            Routing routing =
                    new Routing(config, stock, pinned, speeds, deployments::open, Clock.system(ZoneId.systemDefault()));
            stock.built();
            return new Setup(config, routing, deployments, new Auth(config), stock);
        } catch (RuntimeException e) {
            stock.closeExcept(before == null ? null : before.stock());
            throw e;
        }
    }
}
