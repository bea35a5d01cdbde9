package dev.tierwise.serving.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
        config.routers().forEach((name, router) -> {
            known("model", router.strong(), config.models(), "routers." + name + ".strong");
            known("model", router.weak(), config.models(), "routers." + name + ".weak");
        });
        checkCycles();
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
