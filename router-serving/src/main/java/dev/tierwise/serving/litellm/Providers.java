package dev.tierwise.serving.litellm;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The providers that a list of deployments needs, each written once however often it is used. */
final class Providers {
    private static final String REFERENCE = "os.environ/";

    private final Map<Map<String, Object>, String> names = new LinkedHashMap<>();
    private final Variables variables;

    Providers(Variables variables) {
        this.variables = variables;
    }

    /** Name of the provider of a deployment; null, and a note, where we cannot speak to it. */
    @Nullable
    String of(Source params, String model) {
        String custom = params.text("custom_llm_provider");
        Vendor vendor = Vendor.of(model, custom);
        String base = reference(params.text("api_base"));
        base = base == null ? reference(params.text("base_url")) : base;
        if (vendor == null) {
            params.lost(
                    "model",
                    "is \"" + model + "\", whose provider speaks neither OpenAI's nor Anthropic's wire:"
                            + " this deployment was left out");
            return null;
        }
        String url = url(vendor, base);
        if (url == null) {
            params.lost("model", "is \"" + model + "\" without an api_base: this deployment was left out");
            return null;
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("wire", vendor.wire());
        entry.put("base_url", url);
        String key = key(params, vendor);
        if (key != null) {
            entry.put("api_key", key);
        }
        String version = params.text("api_version");
        if (vendor.name().equals("azure")) {
            entry.put("auth", "api_key");
            entry.put("query", Map.of("api-version", version == null ? "2024-10-21" : reference(version)));
        } else if (version != null) {
            params.lost("api_version", "means something for Azure only");
        }
        headers(params, vendor, entry);
        return names.computeIfAbsent(entry, ignored -> free(vendor.name().replace('_', '-')));
    }

    Map<String, Object> entries() {
        Map<String, Object> entries = new LinkedHashMap<>();
        names.forEach((entry, name) -> entries.put(name, entry));
        return entries;
    }

    private static @Nullable String url(Vendor vendor, @Nullable String base) {
        if (base == null) {
            return vendor.url();
        }
        String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return switch (vendor.name()) {
            case "azure" -> trimmed + "/openai/deployments/{model}";
            // LiteLLM appends /v1 itself for these.
            case "anthropic", "ollama", "ollama_chat" -> trimmed.endsWith("/v1") ? trimmed : trimmed + "/v1";
            default -> trimmed;
        };
    }

    /** A key in plain text is not repeated: the output is meant to be looked at. */
    private @Nullable String key(Source params, Vendor vendor) {
        String key = params.text("api_key");
        if (key == null) {
            return vendor.key() == null ? null : "${" + vendor.key() + "}";
        }
        if (key.startsWith(REFERENCE)) {
            return reference(key);
        }
        String variable = variables.of(vendor.key() != null ? vendor.key() : upper(vendor.name()) + "_API_KEY", key);
        params.lost("api_key", "is a key in plain text; the new file refers to ${" + variable + "} in its place");
        return "${" + variable + "}";
    }

    private void headers(Source params, Vendor vendor, Map<String, Object> entry) {
        Map<String, Object> headers = new LinkedHashMap<>();
        String organization = params.text("organization");
        if (organization != null && vendor.knowsOrganizations()) {
            headers.put("OpenAI-Organization", reference(organization));
        } else if (organization != null) {
            params.lost("organization", "means nothing to this provider, and was left out");
        }
        for (String key : new String[] {"extra_headers", "headers"}) {
            Source extra = params.child(key);
            for (String name : extra.keys()) {
                String value = extra.text(name);
                if (value != null) {
                    headers.put(
                            name, value.startsWith(REFERENCE) ? reference(value) : hidden(extra, name, value, vendor));
                }
            }
        }
        if (!headers.isEmpty()) {
            entry.put("headers", headers);
        }
    }

    /** A header may hold a key as well as anything else. */
    private String hidden(Source headers, String name, String value, Vendor vendor) {
        String variable = variables.of(upper(vendor.name() + "_header_" + name), value);
        headers.lost(name, "is in plain text; the new file refers to ${" + variable + "} in its place");
        return "${" + variable + "}";
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private String free(String name) {
        String candidate = name;
        for (int i = 2; names.containsValue(candidate); i++) {
            candidate = name + "-" + i;
        }
        return candidate;
    }

    /** LiteLLM's way to refer to the environment in ours. */
    static @Nullable String reference(@Nullable String value) {
        return value != null && value.startsWith(REFERENCE) ? "${" + value.substring(REFERENCE.length()) + "}" : value;
    }
}
