package dev.tierwise.serving.config;

import dev.tierwise.serving.config.file.YamlFile;
import dev.tierwise.serving.config.stage.ObjectiveConfig;
import dev.tierwise.serving.config.stage.RouterConfig;
import dev.tierwise.serving.config.stage.StageConfig;
import dev.tierwise.serving.config.stage.Stages;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules that span several entries: every name must mean something, and fallbacks must end. */
final class References {
    private final Config config;
    private final YamlFile file;

    References(Config config, YamlFile file) {
        this.config = config;
        this.file = file;
    }

    void check() {
        checkReach(config.server(), config.keys()).ifPresent(wrong -> file.problem("server.host", wrong));
        checkKeys();
        config.models().forEach((id, model) -> {
            for (int i = 0; i < model.fallbacks().size(); i++) {
                known("model", model.fallbacks().get(i), config.models(), "models." + id + ".fallbacks[" + i + "]");
            }
        });
        config.routers().values().forEach(this::checkRouter);
        checkCycles();
    }

    private void checkRouter(RouterConfig router) {
        String path = "routers." + router.name();
        known("model", Objects.requireNonNullElse(router.strong(), ""), config.models(), path + ".strong");
        known("model", Objects.requireNonNullElse(router.weak(), ""), config.models(), path + ".weak");
        for (int i = 0; i < router.models().size(); i++) {
            known("model", router.models().get(i), config.models(), path + ".models[" + i + "]");
        }
        if (router.candidates().isEmpty()) {
            file.problem(path, "a router needs models: name strong and weak, or list models");
        }
        for (int i = 0; i < router.stages().size(); i++) {
            checkStage(router, router.stages().get(i), path + ".stages[" + i + "]");
        }
    }

    private void checkStage(RouterConfig router, StageConfig stage, String path) {
        if (stage instanceof Stages.Empty) {
            Stages.keys().stream()
                    .filter(key -> file.places().containsKey(path + "." + key))
                    .forEach(key -> file.problem(
                            path, "the stage \"" + key + "\" is empty: write {} where its" + " defaults will do"));
        }
        stage.named().forEach(model -> known("model", model, config.models(), path));
        if (stage.needsTiers() && !file.places().containsKey("routers." + router.name() + ".strong")) {
            file.problem(path, "this stage chooses between strong and weak: name them in the router");
        }
        if (stage.needsBundle() && !file.places().containsKey("routers." + router.name() + ".bundle")) {
            file.problem(path, "this stage scores prompts: name the router's bundle");
        }
        if (stage instanceof ObjectiveConfig objective && !objective.says()) {
            file.problem(path, "an objective needs a weight above 0: cost, quality or latency");
        }
    }

    /** What is wrong with listening there, if anything is. */
    static Optional<String> checkReach(Server server, List<ClientKey> keys) {
        return keys.isEmpty() && !server.host().isEmpty() && !server.loopback()
                ? Optional.of(
                        "host " + server.host() + " is open to other machines but there are no client keys: make one"
                                + " with `tierwise keys new` and put its hash under keys, or listen on 127.0.0.1")
                : Optional.empty();
    }

    private void checkKeys() {
        Set<String> names = new HashSet<>();
        Map<String, String> hashes = new HashMap<>();
        for (int i = 0; i < config.keys().size(); i++) {
            ClientKey key = config.keys().get(i);
            String path = "keys[" + i + "]";
            if (!key.name().isEmpty() && !names.add(key.name())) {
                file.problem(path + ".name", "two keys are called \"" + key.name() + "\"");
            }
            String twin = key.sha256().isEmpty() ? null : hashes.put(key.sha256(), key.name());
            if (twin != null) {
                file.problem(path + ".sha256", "keys \"" + twin + "\" and \"" + key.name() + "\" are the same key");
            }
            if (key.defaultRouter() != null) {
                known("router", key.defaultRouter(), config.routers(), path + ".default_router");
            }
            for (int j = 0; j < key.routedModels().size(); j++) {
                known("model", key.routedModels().get(j), config.models(), path + ".routed_models[" + j + "]");
            }
            for (int j = 0; j < key.models().size(); j++) {
                allowed(key.models().get(j), path + ".models[" + j + "]");
            }
        }
    }

    private void allowed(String name, String path) {
        boolean router = name.equals("router")
                || name.equals("auto")
                || (name.startsWith("router-") && config.routers().containsKey(name.substring("router-".length())));
        if (!router) {
            known("model", name, config.models(), path);
        }
    }

    private void known(String kind, String name, Map<String, ?> entries, String path) {
        if (!name.isEmpty() && !entries.containsKey(name)) {
            file.unknown(path, kind, name, entries.keySet());
        }
    }

    private void checkCycles() {
        Set<String> finished = new HashSet<>();
        for (String id : config.models().keySet()) {
            String cycle = cycle(id, List.of(), finished);
            if (cycle != null) {
                file.problem("models." + id + ".fallbacks", "fallbacks go in a circle: " + cycle);
                return;
            }
        }
    }

    private @Nullable String cycle(String id, List<String> trail, Set<String> finished) {
        int before = trail.indexOf(id);
        if (before >= 0) {
            return String.join(" -> ", trail.subList(before, trail.size())) + " -> " + id;
        }
        if (finished.contains(id)) {
            return null;
        }
        List<String> onwards = append(trail, id);
        Model model = config.models().get(id);
        for (String next : model == null ? List.<String>of() : model.fallbacks()) {
            String cycle = cycle(next, onwards, finished);
            if (cycle != null) {
                return cycle;
            }
        }
        finished.add(id);
        return null;
    }

    private static List<String> append(Collection<String> trail, String id) {
        return Stream.concat(trail.stream(), Stream.of(id)).toList();
    }
}
