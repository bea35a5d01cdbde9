package dev.tierwise.core.catalog;

import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.prompt.token.Tokenizer;

/** How many tokens a model would make of a conversation. Thread-safe. */
@FunctionalInterface
public interface TokenCounter {
    /** Tokens that providers put around each message. */
    int PER_TURN = 4;

    /** What an image or another part that is not text is taken for. */
    int PER_PART = 1_000;

    /**
     * A guess without a tokenizer, meant to be too high rather than too low: a token for every three characters of ASCII
     * and one for every other UTF-16 unit.
     */
    TokenCounter ESTIMATE = text -> {
        long ascii = 0;
        for (int i = 0; i < text.length(); i++) {
            ascii += text.charAt(i) < 128 ? 1 : 0;
        }
        return (ascii + 2) / 3 + (text.length() - ascii);
    };

    /** Tokens of a text. */
    long count(String text);

    /** Tokens of a conversation. */
    default long count(Prompt prompt) {
        return prompt.turns().stream()
                .mapToLong(turn -> count(turn.text()) + PER_TURN + (long) PER_PART * turn.images())
                .sum();
    }

    /** Counts with the model's own tokenizer, which stays its owner's. */
    static TokenCounter of(Tokenizer tokenizer) {
        return text -> tokenizer.encode(text).length;
    }

    /**
     * What no tokenizer exceeds: a token for each byte of UTF-8. A prompt that fits by this needs no counting.
     */
    static long atMost(Prompt prompt) {
        return prompt.turns().stream()
                .mapToLong(turn -> 3L * turn.text().length() + 2 * PER_TURN + (long) PER_PART * turn.images())
                .sum();
    }
}
