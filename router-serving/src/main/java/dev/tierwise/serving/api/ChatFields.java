package dev.tierwise.serving.api;

import java.util.List;

/** What chat completions' providers call things that OpenAI has no name for. */
public final class ChatFields {
    /** Where a message, or a part of one, says what the model thought: no part of its answer. */
    public static final List<String> THOUGHTS = List.of("reasoning", "reasoning_content", "reasoning_details");

    private ChatFields() {}
}
