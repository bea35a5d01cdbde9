package dev.tierwise.core.prompt.encoder;

import dev.tierwise.core.prompt.token.Tokenizer;

/** Text to a sentence embedding, computed in this process. Thread-safe. */
public interface PromptEncoder extends AutoCloseable {
    /** What identifies this encoder in a manifest: a bundle trained with one encoder is refused by another. */
    EncoderSpec spec();

    /** What it reads texts with; heads that read words use the same. */
    Tokenizer tokenizer();

    /**
     * Writes the embedding of {@code text}, of unit length in the Euclidean norm, to
     * {@code into[offset .. offset + spec().dimension())}. The same text gives the same numbers on one CPU and runtime:
     * each prompt is run alone and unpadded, because quantised encoders scale over the whole tensor.
     */
    default void encode(String text, float[] into, int offset) {
        int[] tokens = tokenizer().encode(text);
        encode(tokens, tokens.length, into, offset);
    }

    /**
     * The same for a text that has been tokenized.
     *
     * @param tokens what {@link #tokenizer} gave; of more than {@code spec().maxTokens()} the first are read, and the
     *     closing one
     * @param count how many there are
     */
    void encode(int[] tokens, int count, float[] into, int offset);

    /** Whether it has a vector for each word piece, so that some can be pooled for themselves. */
    default boolean poolsApart() {
        return false;
    }

    /**
     * Reads the tokens once and writes two embeddings: of those before {@code options} to {@code offset} and of those from
     * there on behind it. Where none but the closing token is left for the second, it counts with the first and the
     * second is zeros.
     *
     * @param options index of a token, or {@code count} where there are none
     * @throws UnsupportedOperationException where it does not {@link #poolsApart}
     */
    default void encode(int[] tokens, int count, int options, float[] into, int offset) {
        throw new UnsupportedOperationException(spec().id() + " pools whole prompts alone");
    }

    /** Frees the session. No call may be under way. */
    @Override
    void close();
}
