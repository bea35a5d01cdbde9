package dev.tierwise.core.prompt;

/** Text to token ids of one vocabulary. Thread-safe. */
public interface Tokenizer extends AutoCloseable {
    /**
     * The ids of {@code text} with the model's special tokens around them, cut to the tokenizer's limit by dropping
     * word tokens from the end, never the special ones. Text that is empty gives the special tokens alone.
     */
    int[] encode(String text);

    /** Frees native memory where there is any. */
    @Override
    default void close() {}
}
