package dev.tierwise.core.prompt.token;

import dev.tierwise.core.io.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text to token ids of one vocabulary. Thread-safe. */
public interface Tokenizer extends AutoCloseable {
    /** More tokens than any model reads, for counting. */
    int UNLIMITED = 1 << 24;

    /**
     * Opens a Hugging Face {@code tokenizer.json}.
     *
     * @param maxTokens most ids given, special ones included; at least 3
     * @throws BadInputException where the file cannot be read as one
     */
    static Tokenizer open(Path file, int maxTokens) {
        try {
            return TokenizerJson.open(Files.readAllBytes(file), file.toString(), maxTokens);
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read; a tokenizer.json is needed: " + e.getMessage(), e);
        }
    }

    /**
     * The ids of {@code text} with the model's special tokens around them, cut to the tokenizer's limit by dropping
     * word tokens from the end, never the special ones. Text that is empty gives the special tokens alone.
     */
    int[] encode(String text);

    /**
     * Writes the ids of {@code text}, cut to the length of {@code into}, and answers how many there are. A tokenizer
     * that has to make an array for it may stop earlier, at its own limit.
     *
     * @param into at least 3 long
     */
    int encode(String text, int[] into);

    /** Frees native memory where there is any. */
    @Override
    default void close() {}
}
