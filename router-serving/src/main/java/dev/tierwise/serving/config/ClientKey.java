package dev.tierwise.serving.config;

import dev.tierwise.serving.config.file.Section;
import dev.tierwise.serving.config.file.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client that may call, known by the hash of its key.
 *
 * @param name what the log and the metrics call the client
 * @param sha256 lower-case hex SHA-256 of the key, as {@code tierwise keys new} prints it
 * @param models names the client may send; empty allows all. A router's name allows it with every threshold
 * @param routedModels models a router may choose for the client, fallbacks included; empty where all
 * @param defaultRouter the router behind {@code router} and {@code auto}, in place of the one called default
 */
public record ClientKey(
        String name,
        String sha256,
        List<String> models,
        List<String> routedModels,
        @Nullable String defaultRouter) {
    public ClientKey {
        models = List.copyOf(models);
        routedModels = List.copyOf(routedModels);
    }

    static ClientKey read(Section section) {
        section.notEmpty("models", "routed_models");
        return new ClientKey(
                section.required("name", Types.NAME, "What the log and the metrics call this client."),
                section.required(
                        "sha256", Types.SHA256, "SHA-256 of the key in hex, as `tierwise keys new` prints it."),
                section.list(
                        "models",
                        Types.TEXT,
                        "Names this client may send: model ids, `router`, `router-NAME`. All where left out."),
                section.list(
                        "routed_models",
                        Types.TEXT,
                        "Models a router may choose for this client, fallbacks included. All where left out."),
                section.optional(
                        "default_router",
                        Types.TEXT,
                        "The router behind `router` and `auto` for this client; the one called `default` where left"
                                + " out."));
    }
}
