package dev.tierwise.serving.route;

import dev.tierwise.serving.api.ApiException;
import dev.tierwise.serving.api.ErrorCode;
import dev.tierwise.serving.config.ClientKey;
import dev.tierwise.serving.config.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names a client may send: {@code router} or {@code auto}, {@code router-NAME}, {@code router-NAME-THRESHOLD}
 * (RouteLLM's convention), or a model id. Immutable.
 */
final class Names {
    private static final String PREFIX = "router-";
    private static final String DEFAULT = "default";
    private static final int MAX_CHARS = 300;

    private final Map<String, LiveRouter> routers;
    private final Map<String, Model> models;

    Names(Map<String, LiveRouter> routers, Map<String, Model> models) {
        this.routers = routers;
        this.models = models;
    }

    /** What a name stands for, where this client may use it. */
    Target resolve(String name, @Nullable ClientKey key) {
        // A threshold may have any number of digits, and the name stands in the log.
        Target target = Optional.of(name)
                .filter(given -> given.length() <= MAX_CHARS)
                .flatMap(given -> find(given, key))
                .orElseThrow(() -> unknown(name, key));
        if (!allowed(name, target, key)) {
            throw ApiException.forbidden(
                    "This key may not use `" + name + "`. It may use: " + String.join(", ", all(key)) + ".");
        }
        return target;
    }

    private Optional<Target> find(String name, @Nullable ClientKey key) {
        if (name.equals("router") || name.equals("auto")) {
            String own = key == null ? null : key.defaultRouter();
            return Optional.ofNullable(routers.get(own == null ? DEFAULT : own))
                    .map(router -> new Target.Routed(router, null));
        }
        Model model = models.get(name);
        if (model != null) {
            return Optional.of(new Target.Direct(model));
        }
        if (!name.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String rest = name.substring(PREFIX.length());
        LiveRouter router = routers.get(rest);
        if (router != null) {
            return Optional.of(new Target.Routed(router, null));
        }
        int dash = rest.lastIndexOf('-');
        LiveRouter withThreshold = dash < 0 ? null : routers.get(rest.substring(0, dash));
        return withThreshold == null
                ? Optional.empty()
                : Optional.of(new Target.Routed(withThreshold, threshold(rest.substring(dash + 1), "model")));
    }

    /** A threshold a client sent. */
    static double threshold(String text, String where) {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!(value >= 0 && value <= 1)) {
            throw ApiException.badRequest(
                    ErrorCode.INVALID_THRESHOLD,
                    where,
                    "The threshold `" + shown(text) + "` is not a number in [0,1].");
        }
        return value;
    }

    private boolean allowed(String name, Target target, @Nullable ClientKey key) {
        if (key == null || key.models().isEmpty() || key.models().contains(name)) {
            return true;
        }
        return target instanceof Target.Routed routed
                && key.models().contains(PREFIX + routed.router().name());
    }

    private ApiException unknown(String name, @Nullable ClientKey key) {
        return ApiException.noSuchModel(
                "There is no model `" + shown(name) + "` here. There are: " + String.join(", ", all(key)) + ".");
    }

    private static String shown(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }

    /** Every name this client may send, thresholds aside. */
    List<String> all(@Nullable ClientKey key) {
        List<String> names = new ArrayList<>();
        if (find("router", key).isPresent()) {
            names.add("router");
            names.add("auto");
        }
        routers.keySet().forEach(name -> names.add(PREFIX + name));
        names.addAll(models.keySet());
        return names.stream()
                .filter(name -> allowed(name, find(name, key).orElseThrow(), key))
                .toList();
    }
}
