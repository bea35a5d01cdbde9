package dev.tierwise.serving.litellm;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** LiteLLM's {@code model_list}: entries of one name are the deployments of one model. */
final class ModelGroups {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final Providers providers;
    private final Notes notes;
    private final Map<String, Map<String, Object>> models = new LinkedHashMap<>();
    private final Map<String, List<Map<String, Object>>> deployments = new LinkedHashMap<>();

    ModelGroups(Providers providers, Notes notes) {
        this.providers = providers;
        this.notes = notes;
    }

    void add(Source entry) {
        String name = entry.text("model_name");
        Source params = entry.child("litellm_params");
        String model = params.text("model");
        if (name == null || model == null) {
            notes.add(entry.line(), entry.path() + " has no model_name or no litellm_params.model and was left out");
            return;
        }
        if (name.contains("*") || model.contains("*")) {
            notes.add(entry.line(), entry.path() + " is a wildcard (" + name + "): name each model you want to offer");
            return;
        }
        String id = id(entry, name);
        String provider = providers.of(params, model);
        if (provider == null) {
            return;
        }
        Map<String, Object> deployment = new LinkedHashMap<>();
        deployment.put("provider", provider);
        deployment.put("model", Vendor.ownName(model, params.text("custom_llm_provider")));
        put(deployment, "weight", params.count("weight"));
        put(deployment, "rpm", params.count("rpm"));
        put(deployment, "tpm", params.count("tpm"));
        deployments.computeIfAbsent(id, any -> new ArrayList<>()).add(deployment);
        describe(models.computeIfAbsent(id, any -> new LinkedHashMap<>()), params, entry.child("model_info"));
        params.rest();
        entry.rest();
    }

    /** A second name for a model that is there. */
    void alias(String name, String of) {
        models.put(name, models.getOrDefault(of, Map.of()));
        deployments.put(name, deployments.getOrDefault(of, List.of()));
    }

    boolean has(String id) {
        return deployments.containsKey(id);
    }

    List<String> ids() {
        return List.copyOf(deployments.keySet());
    }

    /** The entries of {@code models}. */
    Map<String, Object> entries(Map<String, List<String>> fallbacks) {
        Map<String, Object> entries = new LinkedHashMap<>();
        deployments.forEach((id, places) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            if (places.size() == 1) {
                entry.putAll(places.getFirst());
                entry.remove("weight");
            } else {
                entry.put("deployments", places);
            }
            if (!fallbacks.getOrDefault(id, List.of()).isEmpty()) {
                entry.put("fallbacks", fallbacks.get(id));
            }
            entry.putAll(models.getOrDefault(id, Map.of()));
            entries.put(id, entry);
        });
        return entries;
    }

    private String id(Source entry, String name) {
        String id = name.replaceAll("[^A-Za-z0-9._:/@+-]", "-");
        id = id.matches("(router|auto)|router-.*") ? "model-" + id : id;
        id = id.matches("[A-Za-z0-9].*") ? id : "m" + id;
        if (!id.equals(name)) {
            entry.lost("model_name", "is \"" + name + "\", which is no model name here; it became \"" + id + "\"");
        }
        return id;
    }

    /** What one entry says about the model as a whole; the first entry of a name decides. */
    private void describe(Map<String, Object> model, Source params, Source info) {
        price(model, params, info);
        Integer window = info.count("max_input_tokens");
        if (window != null && window > 0) {
            model.putIfAbsent("context_window", window);
        }
        capabilities(model, info);
        String region = params.text("region_name");
        if (region != null) {
            model.putIfAbsent("region", region);
        }
        Map<String, Object> timeouts = new LinkedHashMap<>();
        put(timeouts, "first_token", Durations.of(params, "stream_timeout"));
        put(timeouts, "total", Durations.of(params, "timeout"));
        if (!timeouts.isEmpty()) {
            model.putIfAbsent("timeouts", timeouts);
        }
        Integer retries = params.count("num_retries");
        Integer former = params.count("max_retries");
        Integer either = retries != null ? retries : former;
        if (either != null) {
            model.putIfAbsent("retries", Map.of("num_retries", Math.min(100, either)));
        }
        for (String id : List.of(
                "id", "mode", "base_model", "description", "litellm_provider", "max_tokens", "max_output_tokens")) {
            info.text(id);
        }
        info.rest();
    }

    private static void price(Map<String, Object> model, Source params, Source info) {
        BigDecimal input = first(params.number("input_cost_per_token"), info.number("input_cost_per_token"));
        BigDecimal output = first(params.number("output_cost_per_token"), info.number("output_cost_per_token"));
        BigDecimal cached =
                first(params.number("cache_read_input_token_cost"), info.number("cache_read_input_token_cost"));
        BigDecimal written =
                first(params.number("cache_creation_input_token_cost"), info.number("cache_creation_input_token_cost"));
        if (input == null || output == null) {
            return;
        }
        Map<String, Object> price = new LinkedHashMap<>();
        price.put("input", perMillion(input));
        if (cached != null) {
            price.put("cached_input", perMillion(cached));
        }
        if (written != null) {
            price.put("cache_write", perMillion(written));
        }
        price.put("output", perMillion(output));
        model.putIfAbsent("price", price);
    }

    private static @Nullable BigDecimal first(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one != null ? one : other;
    }

    /** YAML tells whole numbers from others. */
    private static Number perMillion(BigDecimal perToken) {
        BigDecimal price = perToken.multiply(MILLION).stripTrailingZeros();
        return price.scale() <= 0 ? price.toBigIntegerExact() : price;
    }

    private static void capabilities(Map<String, Object> model, Source info) {
        Map<String, String> flags = new LinkedHashMap<>();
        flags.put("tools", "supports_function_calling");
        flags.put("vision", "supports_vision");
        flags.put("json_schema", "supports_response_schema");
        flags.put("prefill", "supports_assistant_prefill");
        if (flags.values().stream().noneMatch(info::has)) {
            return;
        }
        List<String> capabilities = new ArrayList<>();
        flags.forEach((capability, flag) -> {
            Boolean said = info.flag(flag);
            if (said == null ? !capability.equals("prefill") : said) {
                capabilities.add(capability);
            }
        });
        model.putIfAbsent("capabilities", capabilities);
    }

    private static void put(Map<String, Object> into, String key, @Nullable Object value) {
        if (value != null && !value.equals(0)) {
            into.put(key, value);
        }
    }
}
