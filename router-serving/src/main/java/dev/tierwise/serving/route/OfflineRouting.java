package dev.tierwise.serving.route;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Nearest;
import dev.tierwise.serving.api.Endpoint;
import dev.tierwise.serving.api.Json;
import dev.tierwise.serving.api.RequestView;
import dev.tierwise.serving.config.ClientKey;
import dev.tierwise.serving.config.Config;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The routing of a configuration without a server: the same decisions, except for what only a running proxy knows. */
public final class OfflineRouting implements AutoCloseable {
    private final Config config;
    private final Stock stock;
    private final Routing routing;

    private OfflineRouting(Config config, Stock stock) {
        this.config = config;
        this.stock = stock;
        this.routing = new Routing(
                config,
                stock,
                new PinnedResponses(),
                new Speeds(System::nanoTime),
                _ -> false,
                Clock.system(ZoneId.systemDefault()));
    }

    /** Opens what the configuration names. */
    public static OfflineRouting open(Config config, Consumer<String> warnings) {
        Stock stock = new Stock(null, warnings);
        try {
            return new OfflineRouting(config, stock);
        } catch (RuntimeException e) {
            stock.closeExcept(null);
            throw e;
        }
    }

    /** A chat body of one user message, without a model. */
    public static byte[] chat(String prompt) {
        return Json.object(json -> {
            json.writeArrayFieldStart("messages");
            json.writeStartObject();
            json.writeStringField("role", "user");
            json.writeStringField("content", prompt);
            json.writeEndObject();
            json.writeEndArray();
        });
    }

    /**
     * The decision as {@code /v1/route} explains it, as JSON on one line.
     *
     * @param body a chat body
     * @param model what is asked for where the body does not say
     * @param key name of the client's key, null for a request without one
     */
    public String explain(
            byte[] body, String model, @Nullable String key, @Nullable String threshold, @Nullable String tags) {
        RequestView view =
                RequestView.parse(Endpoint.CHAT, body, config.limits().maxDepth());
        if (view.model().isEmpty()) {
            view = RequestView.parse(
                    Endpoint.CHAT, view.bodyFor(model, false), config.limits().maxDepth());
        }
        Plan plan = routing.plan(
                view, key(key), new Wishes(Optional.ofNullable(threshold), Optional.ofNullable(tags), false, true));
        return new String(Json.object(json -> PlanJson.write(json, plan)), StandardCharsets.UTF_8);
    }

    private @Nullable ClientKey key(@Nullable String name) {
        if (name == null) {
            return null;
        }
        List<String> names = config.keys().stream().map(ClientKey::name).toList();
        return config.keys().stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInputException("there is no key called \"" + name + "\""
                        + Nearest.to(name, names)
                                .map(near -> ", did you mean \"" + near + "\"?")
                                .orElse("")));
    }

    @Override
    public void close() {
        stock.closeExcept(null);
    }
}
