package dev.tierwise.core.prompt.token;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.tierwise.core.io.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;

/**
 * Hugging Face's own tokenizer library behind its Java binding, for any {@code tokenizer.json}: BPE, Unigram, WordPiece.
 * Works offline and where the home directory cannot be written to. Thread-safe.
 */
public final class DjlTokenizer implements Tokenizer {
    private final HuggingFaceTokenizer tokenizer;

    private DjlTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Reads a {@code tokenizer.json}.
     *
     * @param file its name, for messages
     * @param maxTokens most ids given, special ones included; at least 3
     * @throws BadInputException if the library cannot make a tokenizer of it
     */
    public static DjlTokenizer of(byte[] json, String file, int maxTokens) {
        if (maxTokens < 3) {
            throw new IllegalArgumentException("maxTokens is " + maxTokens + ", it must be at least 3");
        }
        DjlNativeLibrary.prepare();
        // The model's own padding would make every prompt as long as the longest, and the file's own truncation, where
        // it has one, is not the caller's.
        Map<String, String> options = Map.of(
                "addSpecialTokens", "true",
                "padding", "false",
                "truncation", "true",
                "maxLength", Integer.toString(maxTokens),
                "modelMaxLength", Integer.toString(maxTokens));
        try {
            return new DjlTokenizer(HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options));
        } catch (IOException | RuntimeException e) {
            throw new BadInputException(file + " cannot be read as a tokenizer: " + e.getMessage(), e);
        }
    }

    @Override
    public int[] encode(String text) {
        long[] ids = tokenizer.encode(text).getIds();
        int[] result = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            result[i] = Math.toIntExact(ids[i]);
        }
        return result;
    }

    @Override
    public int encode(String text, int[] into) {
        int[] ids = encode(text);
        // A vocabulary without special tokens may know nothing of a text.
        if (ids.length == 0) {
            return 0;
        }
        int count = Math.min(ids.length, into.length);
        System.arraycopy(ids, 0, into, 0, count);
        into[count - 1] = ids[ids.length - 1];
        return count;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
