package dev.tierwise.core.bench;

import dev.tierwise.core.prompt.token.DjlTokenizer;
import dev.tierwise.core.prompt.token.Tokenizer;
import dev.tierwise.core.prompt.token.WordPieceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Text to token ids, 256 at most. */
@SuppressWarnings("NullAway.Init") // JMH calls the method marked @Setup first
@State(Scope.Benchmark)
public class TokenizeBenchmark {
    private static final String JSON = "all-minilm-l6-v2-q-tokenizer.json";
    private static final int MAX_TOKENS = 256;

    @Param({"question", "prose", "multilingual"})
    String text;

    private String prompt;
    private Tokenizer wordPiece;
    private Tokenizer djl;

    @Setup(Level.Trial)
    public void open() throws IOException {
        prompt = Texts.named(text);
        byte[] json;
        try (InputStream in = Objects.requireNonNull(TokenizeBenchmark.class.getResourceAsStream("/" + JSON))) {
            json = in.readAllBytes();
        }
        wordPiece = WordPieceTokenizer.of(json, JSON, MAX_TOKENS);
        djl = DjlTokenizer.of(json, JSON, MAX_TOKENS);
    }

    @TearDown(Level.Trial)
    public void close() {
        wordPiece.close();
        djl.close();
    }

    @Benchmark
    public int[] wordPiece() {
        return wordPiece.encode(prompt);
    }

    @Benchmark
    public int[] djl() {
        return djl.encode(prompt);
    }
}
