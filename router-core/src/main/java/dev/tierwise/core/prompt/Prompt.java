package dev.tierwise.core.prompt;

import java.util.List;

/**
 * All that a router may see of a request: the turns of the conversation, oldest first. Immutable.
 *
 * @param turns may be empty; a request without text is routed by a stated default
 */
public record Prompt(List<Turn> turns) {
    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT,
        TOOL
    }

    /**
     * One message.
     *
     * @param text the text parts joined by newlines; empty where the message carries none
     * @param images how many parts of the message are not text
     */
    public record Turn(Role role, String text, int images) {
        public Turn {
            if (images < 0) {
                throw new IllegalArgumentException("images is " + images + ", it counts parts and cannot be negative");
            }
        }
    }

    public Prompt {
        turns = List.copyOf(turns);
    }

    /** A single user message. */
    public static Prompt of(String text) {
        return ofUserTurns(List.of(text));
    }

    /** User messages only, oldest first, as preference data sets record a conversation. */
    public static Prompt ofUserTurns(List<String> texts) {
        return new Prompt(
                texts.stream().map(text -> new Turn(Role.USER, text, 0)).toList());
    }
}
