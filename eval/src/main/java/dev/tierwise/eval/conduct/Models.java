package dev.tierwise.eval.conduct;

import dev.tierwise.eval.conduct.Row.Recovery;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The models a proxy must know to be put through the suite, and how proxies are told. */
final class Models {
    /** A fallback that is well. */
    static final String WHOLE = "conduct-well";
    /** A fallback that is well and continues an answer the request begins. */
    static final String PREFILL = "conduct-prefill";
    /** A fallback that is well and refuses to continue an answer. */
    static final String RESTART = "conduct-restart";

    /** Model at the proxy to simulated model. */
    static final Map<String, String> FALLBACKS =
            new TreeMap<>(Map.of(WHOLE, "sim-weak", PREFILL, "sim-weak", RESTART, "sim-no-prefill"));

    private static final String LIMITS = """
            timeouts: {connect: 1s, headers: 2s, answer: 2s, first_token: 2s, idle: 2s, total: 20s}
            retries: {num_retries: 2, max_attempts: 5, retry_after_max: 5s}
            log: {access: false}
            """;

    private Models() {}

    /** The part of this project's configuration that follows the provider {@code sim}. */
    static String tierwise(List<Row> rows) {
        StringBuilder yaml = new StringBuilder("models:\n");
        FALLBACKS.forEach((id, model) -> yaml.append("  %s: {provider: sim, model: %s%s}%n"
                .formatted(id, model, id.equals(PREFILL) ? ", capabilities: [prefill]" : "")));
        for (Row row : rows) {
            yaml.append("  %s: {provider: sim, model: %s, fallbacks: [%s]"
                    .formatted(row.model(), row.primary(), row.fallback()));
            if (row.recovery() != Recovery.NONE) {
                yaml.append(", stream_recovery: ").append(row.recovery().name().toLowerCase(Locale.ROOT));
            }
            if (row.primary().startsWith("sim-context-length")) {
                yaml.append(", context_window: 8");
            }
            if (!row.timeouts().isEmpty()) {
                yaml.append(row.timeouts().entrySet().stream()
                        .map(limit -> limit.getKey() + ": " + limit.getValue())
                        .collect(Collectors.joining(", ", ", timeouts: {", "}")));
            }
            yaml.append("}\n");
        }
        return yaml.append(LIMITS).toString();
    }

    /** The whole configuration of this project's proxy. */
    static String tierwise(List<Row> rows, int providerPort) {
        return "server: {port: 0}\nproviders:\n  sim: {base_url: \"http://127.0.0.1:" + providerPort + "/v1\"}\n"
                + tierwise(rows);
    }

    /** LiteLLM's, with the same limits as far as it has them. */
    static String liteLlm(List<Row> rows, int providerPort) {
        StringBuilder yaml = new StringBuilder("model_list:\n");
        FALLBACKS.forEach((id, model) -> yaml.append(liteLlm(id, model, providerPort)));
        rows.forEach(row -> yaml.append(liteLlm(row.model(), row.primary(), providerPort)));
        yaml.append("router_settings:\n  num_retries: 2\n  timeout: 2\n  stream_timeout: 2\n  fallbacks:\n");
        rows.forEach(row -> yaml.append("    - {%s: [%s]}%n".formatted(row.model(), row.fallback())));
        return yaml.toString();
    }

    private static String liteLlm(String id, String model, int providerPort) {
        return "  - {model_name: %s, litellm_params: {model: openai/%s, api_base: \"http://127.0.0.1:%d/v1\", api_key: sim}}%n"
                .formatted(id, model, providerPort);
    }

    /** What any other proxy needs to know, for people. */
    static String table(List<Row> rows, int providerPort) {
        StringBuilder text = new StringBuilder("""
                Provider: OpenAI's protocol at http://127.0.0.1:%d/v1, any key.
                Per request: 3 calls at most of the first model, then the second; 2 s until headers, until the first
                token and between chunks; a Retry-After of up to 5 s is waited for.

                | Model at the proxy | Model at the provider | Then |
                | --- | --- | --- |
                """.formatted(providerPort));
        rows.forEach(row -> text.append("| %s | %s | %s |%n".formatted(row.model(), row.primary(), row.fallback())));
        FALLBACKS.forEach((id, model) -> text.append("| %s | %s | |%n".formatted(id, model)));
        return text.toString();
    }
}
