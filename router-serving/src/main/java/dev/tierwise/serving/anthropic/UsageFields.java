package dev.tierwise.serving.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.serving.api.JsonTrees;

/**
 * Token counts on their way between the protocols: OpenAI counts tokens read from a cache among the prompt's, Anthropic
 * counts those read from and written to one beside the input.
 *
 * @param input tokens neither read from nor written to a cache
 * @param cacheRead tokens read from a cache
 * @param cacheWritten tokens written to one; OpenAI's providers do not tell
 */
record UsageFields(long input, long cacheRead, long cacheWritten, long output) {
    static final UsageFields NONE = new UsageFields(0, 0, 0, 0);

    static UsageFields ofChat(JsonNode usage) {
        long prompt = usage.path("prompt_tokens").asLong();
        long cached = Math.clamp(
                usage.path("prompt_tokens_details").path("cached_tokens").asLong(), 0, Math.max(0, prompt));
        return new UsageFields(
                prompt - cached, cached, 0, usage.path("completion_tokens").asLong());
    }

    static UsageFields ofMessages(JsonNode usage) {
        return NONE.updated(usage);
    }

    /** What a later event of a stream says in place of what an earlier one said; counts are totals, never steps. */
    UsageFields updated(JsonNode usage) {
        return new UsageFields(
                usage.path("input_tokens").asLong(input),
                usage.path("cache_read_input_tokens").asLong(cacheRead),
                usage.path("cache_creation_input_tokens").asLong(cacheWritten),
                usage.path("output_tokens").asLong(output));
    }

    ObjectNode toMessages() {
        return JsonTrees.object()
                .put("input_tokens", input)
                .put("cache_creation_input_tokens", cacheWritten)
                .put("cache_read_input_tokens", cacheRead)
                .put("output_tokens", output);
    }

    ObjectNode toChat() {
        long prompt = input + cacheRead + cacheWritten;
        ObjectNode usage = JsonTrees.object()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", output)
                .put("total_tokens", prompt + output);
        usage.putObject("prompt_tokens_details").put("cached_tokens", cacheRead);
        return usage;
    }
}
