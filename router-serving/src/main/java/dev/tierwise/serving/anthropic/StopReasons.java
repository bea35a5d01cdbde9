package dev.tierwise.serving.anthropic;

import org.jspecify.annotations.Nullable;

/** Why an answer ended, in either protocol. Neither says more than the other needs: no reason is an error. */
final class StopReasons {
    private StopReasons() {}

    /** Anthropic's {@code stop_reason} for a chat {@code finish_reason}. */
    static String toMessages(@Nullable String finish, boolean toolsUsed) {
        return switch (finish == null ? "" : finish) {
            case "length" -> "max_tokens";
            case "content_filter" -> "refusal";
            case "tool_calls", "function_call" -> "tool_use";
            // Some providers say stop beside tool calls; Anthropic's clients act on the reason alone.
            default -> toolsUsed ? "tool_use" : "end_turn";
        };
    }

    /** The chat {@code finish_reason} for Anthropic's {@code stop_reason}. */
    static String toChat(@Nullable String stop) {
        return switch (stop == null ? "" : stop) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> "tool_calls";
            case "refusal" -> "content_filter";
            default -> "stop";
        };
    }
}
