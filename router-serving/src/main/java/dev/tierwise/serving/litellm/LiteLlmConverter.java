package dev.tierwise.serving.litellm;

import dev.tierwise.core.io.BadInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Reads LiteLLM's {@code config.yaml} and writes ours. What has no counterpart is named, line by line. */
public final class LiteLlmConverter {
    private LiteLlmConverter() {}

    /**
     * A converted file.
     *
     * @param yaml our configuration, with the notes as comments at its head
     * @param notes what could not be carried over, or was with a difference: file, line, key and what to do
     */
    public record Converted(String yaml, List<String> notes) {
        public Converted {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Converts a file.
     *
     * @param file what notes call it
     * @throws BadInputException where the text is not YAML or holds no models
     */
    public static Converted convert(String yaml, String file) {
        Notes notes = new Notes(file);
        Source root = Source.parse(yaml, file, notes);
        Providers providers = new Providers(new Variables(yaml));
        ModelGroups models = new ModelGroups(providers, notes);
        root.children("model_list").forEach(models::add);
        if (models.ids().isEmpty()) {
            throw new BadInputException(file + " has no model_list with a model that can be carried over"
                    + notes.lines().stream().map(note -> "\n" + note).collect(Collectors.joining()));
        }
        Source router = root.child("router_settings");
        Source settings = root.child("litellm_settings");
        Fallbacks fallbacks = fallbacks(router, settings, models);
        aliases(router.child("model_group_alias"), models, fallbacks);

        Map<String, Object> out = new LinkedHashMap<>();
        out.put("providers", providers.entries());
        out.put("models", models.entries(fallbacks.all()));
        putIfAny(out, "timeouts", timeouts(router, settings));
        putIfAny(out, "retries", retries(router, settings));
        putIfAny(out, "breaker", breaker(router, settings));
        general(root.child("general_settings"));
        router.lostIfThere(
                "routing_strategy", "has no counterpart: deployments are balanced by weight and load, always");
        router.rest();
        settings.rest();
        root.rest();
        List<String> lines = notes.lines();
        return new Converted(head(file, lines) + print(out), lines);
    }

    private static void aliases(Source aliases, ModelGroups models, Fallbacks fallbacks) {
        for (String name : List.copyOf(aliases.keys())) {
            String of = aliases.text(name);
            if (of != null && models.has(of) && !models.has(name)) {
                models.alias(name, of);
                fallbacks.alias(name, of);
            } else if (of != null) {
                aliases.lost(name, "is another name for \"" + of + "\", which is not there or taken");
            }
        }
    }

    private static Fallbacks fallbacks(Source router, Source settings, ModelGroups models) {
        Fallbacks fallbacks = new Fallbacks(models);
        for (Source owner : List.of(router, settings)) {
            fallbacks.add(owner, "fallbacks");
            if (owner.has("context_window_fallbacks")) {
                fallbacks.add(owner, "context_window_fallbacks");
                owner.lost(
                        "context_window_fallbacks",
                        "became fallbacks for every failure: give each model its context_window, and a prompt that is"
                                + " too long goes to one that is larger");
            }
            fallbacks.addForAll(owner, "default_fallbacks");
            owner.lostIfThere(
                    "content_policy_fallbacks", "has no counterpart: a refusal is handed to the client as it is");
        }
        return fallbacks;
    }

    private static Map<String, Object> timeouts(Source router, Source settings) {
        Map<String, Object> timeouts = new LinkedHashMap<>();
        String first = Durations.of(router, "stream_timeout");
        String total = Durations.of(router, "timeout");
        String request = Durations.of(settings, "request_timeout");
        if (first != null) {
            timeouts.put("first_token", first);
        }
        if (total != null || request != null) {
            timeouts.put("total", total != null ? total : request);
            Source owner = total != null ? router : settings;
            owner.lost(
                    total != null ? "timeout" : "request_timeout",
                    "became timeouts.total, which bounds the whole request, retries and fallbacks included");
        }
        return timeouts;
    }

    private static Map<String, Object> retries(Source router, Source settings) {
        Integer own = router.count("num_retries");
        Integer other = settings.count("num_retries");
        Integer retries = own != null ? own : other;
        return retries == null ? Map.of() : Map.of("num_retries", Math.min(100, retries));
    }

    /** LiteLLM allows so many failures a minute and cools down at the next. */
    private static Map<String, Object> breaker(Source router, Source settings) {
        Map<String, Object> breaker = new LinkedHashMap<>();
        Integer own = router.count("allowed_fails");
        Integer other = settings.count("allowed_fails");
        Integer allowed = own != null ? own : other;
        if (allowed != null) {
            breaker.put("failures", Math.min(10_000, allowed + 1));
            (own != null ? router : settings)
                    .lost("allowed_fails", "counted failures in a minute; breaker.failures counts them in a row");
        }
        String first = Durations.of(router, "cooldown_time");
        String second = Durations.of(settings, "cooldown_time");
        if (first != null || second != null) {
            breaker.put("cooldown_time", first != null ? first : second);
        }
        return breaker;
    }

    private static void general(Source general) {
        general.lostIfThere(
                "master_key",
                "was not carried over: make client keys with `tierwise keys new` and list them under keys");
        general.lostIfThere("database_url", "has no counterpart: this proxy needs no database");
        general.rest();
    }

    private static String head(String file, List<String> notes) {
        StringBuilder head = new StringBuilder("# Converted from LiteLLM's " + file + ".\n");
        if (!notes.isEmpty()) {
            head.append("# Not carried over, or not as it was:\n");
            notes.forEach(
                    note -> head.append("#   ").append(note.replace('\n', ' ')).append('\n'));
        }
        return head.append("# To let a trained router choose between two of the models, add for example:\n")
                .append("#   routers: {default: {bundle: models/default, strong_share: 0.3, strong: A, weak: B}}\n")
                .toString();
    }

    private static String print(Map<String, Object> tree) {
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .setWidth(120)
                        .setDereferenceAliases(true)
                        .build())
                .dumpToString(tree);
    }

    private static void putIfAny(Map<String, Object> out, String key, Map<String, Object> section) {
        if (!section.isEmpty()) {
            out.put(key, section);
        }
    }
}
