package dev.tierwise.core.bench;

import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import dev.tierwise.core.prompt.encoder.PromptEncoder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Text to embedding with the quantised MiniLM, one prompt on one thread, tokenizing included. */
@SuppressWarnings("NullAway.Init") // JMH calls the method marked @Setup first
@State(Scope.Benchmark)
public class EncodeBenchmark {
    /** Those that routers of two tiers read, and all. */
    @Param({"3", "6"})
    int layers;

    @Param({"16", "64", "128", "256"})
    int tokens;

    private String prompt;
    private PromptEncoder encoder;
    private float[] embedding;

    @Setup(Level.Trial)
    public void open() {
        prompt = Texts.prose(tokens);
        encoder = OnnxEncoder.miniLm(layers, tokens);
        embedding = new float[encoder.spec().dimension()];
    }

    @TearDown(Level.Trial)
    public void close() {
        encoder.close();
    }

    @Benchmark
    public float[] miniLm() {
        encoder.encode(prompt, embedding, 0);
        return embedding;
    }
}
