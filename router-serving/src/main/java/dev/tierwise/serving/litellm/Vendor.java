package dev.tierwise.serving.litellm;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider that LiteLLM knows by the prefix of a model's name.
 *
 * @param wire as our configuration calls it
 * @param url its base URL with the version, null where every customer has their own
 * @param key the environment variable LiteLLM reads its key from, null where it needs none
 */
record Vendor(
        String name,
        String wire,
        @Nullable String url,
        @Nullable String key) {
    private static final String OPENAI_WIRE = "openai";
    private static final Map<String, Vendor> KNOWN = new HashMap<>();

    static {
        add("openai", "https://api.openai.com/v1", "OPENAI_API_KEY");
        add("azure", null, "AZURE_API_KEY");
        KNOWN.put(
                "anthropic", new Vendor("anthropic", "anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"));
        add("cerebras", "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY");
        add("deepinfra", "https://api.deepinfra.com/v1/openai", "DEEPINFRA_API_KEY");
        add("deepseek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY");
        add("fireworks_ai", "https://api.fireworks.ai/inference/v1", "FIREWORKS_AI_API_KEY");
        add("gemini", "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY");
        add("groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY");
        add("hosted_vllm", null, null);
        add("litellm_proxy", null, null);
        add("lm_studio", null, null);
        add("mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY");
        add("nvidia_nim", "https://integrate.api.nvidia.com/v1", "NVIDIA_NIM_API_KEY");
        add("ollama", "http://127.0.0.1:11434/v1", null);
        add("ollama_chat", "http://127.0.0.1:11434/v1", null);
        add("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY");
        add("perplexity", "https://api.perplexity.ai", "PERPLEXITYAI_API_KEY");
        add("together_ai", "https://api.together.xyz/v1", "TOGETHERAI_API_KEY");
        add("xai", "https://api.x.ai/v1", "XAI_API_KEY");
    }

    private static void add(String name, @Nullable String url, @Nullable String key) {
        KNOWN.put(name, new Vendor(name, OPENAI_WIRE, url, key));
    }

    /** By the prefix of a model's name, or by the model's own where it has none; null for those we cannot speak to. */
    static @Nullable Vendor of(String model, @Nullable String customProvider) {
        if (customProvider != null) {
            return KNOWN.get(customProvider);
        }
        int slash = model.indexOf('/');
        if (slash < 0) {
            return KNOWN.get(model.startsWith("claude") ? "anthropic" : "openai");
        }
        return KNOWN.get(model.substring(0, slash));
    }

    /** Whether LiteLLM tells it the {@code organization} that calls: with OpenAI's SDK, and not for Azure. */
    boolean knowsOrganizations() {
        return wire.equals(OPENAI_WIRE) && !name.equals("azure");
    }

    /** What the provider itself calls the model. */
    static String ownName(String model, @Nullable String customProvider) {
        int slash = model.indexOf('/');
        return slash < 0 || customProvider != null ? model : model.substring(slash + 1);
    }
}
