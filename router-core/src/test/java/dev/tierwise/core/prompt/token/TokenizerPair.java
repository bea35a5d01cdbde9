package dev.tierwise.core.prompt.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A tokenizer and the reference whose ids it has to give, both read from one file. Thread-safe, as each of them is. */
record TokenizerPair(WordPieceTokenizer fast, DjlTokenizer reference) implements AutoCloseable {
    private static final String FILE = "tokenizer.json";

    /** Reads the two at once, since either takes seconds over a vocabulary of all characters. */
    static TokenizerPair of(byte[] json, int maxTokens) {
        CompletableFuture<DjlTokenizer> reference =
                CompletableFuture.supplyAsync(() -> DjlTokenizer.of(json, FILE, maxTokens));
        return new TokenizerPair(WordPieceTokenizer.of(json, FILE, maxTokens), reference.join());
    }

    boolean agreeOn(String text) {
        return difference(text).isEmpty();
    }

    /**
     * Compares text by text, on all cores.
     *
     * @param name what to call the text at a place; the first that differs is named
     */
    void assertAgreeOnAll(List<String> texts, IntFunction<String> name) {
        Optional<String> first = IntStream.range(0, texts.size())
                .parallel()
                .mapToObj(i -> difference(texts.get(i)).map(ids -> name.apply(i) + ": " + ids))
                .flatMap(Optional::stream)
                .findFirst();
        assertThat(first).isEmpty();
    }

    private Optional<String> difference(String text) {
        int[] found = fast.encode(text);
        int[] expected = reference.encode(text);
        // Compared without AssertJ, which describes even what passes and takes longer for it than tokenizing does.
        return Arrays.equals(found, expected)
                ? Optional.empty()
                : Optional.of("expected " + Arrays.toString(expected) + ", found " + Arrays.toString(found));
    }

    @Override
    public void close() {
        fast.close();
        reference.close();
    }
}
