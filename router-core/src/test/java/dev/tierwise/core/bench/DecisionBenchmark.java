package dev.tierwise.core.bench;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.bundle.Scored;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.prompt.SurfaceFeatures;
import dev.tierwise.core.prompt.SurfaceReader;
import dev.tierwise.core.strategy.Decision;
import dev.tierwise.core.strategy.Router;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Prompt to ranked candidates by the bundles in {@code models}, and the part of the way that other benchmarks do not show. */
@SuppressWarnings("NullAway.Init") // JMH calls the method marked @Setup first
@State(Scope.Benchmark)
public class DecisionBenchmark {
    /** From the root of the repository, where {@code scripts/bench} runs. */
    static final Path BUNDLES = Path.of("models");

    static final Path BUNDLE = BUNDLES.resolve("default");

    @Param({"default", "default-fast"})
    String name;

    @Param({"question", "64 tokens", "128 tokens", "prose", "multilingual"})
    String text;

    private Prompt prompt;
    private String routingText;
    private RouterBundle bundle;
    private Router router;
    private float[] features;

    @Setup(Level.Trial)
    public void open() {
        prompt = Prompt.of(Texts.named(text));
        bundle = RouterBundle.open(BUNDLES.resolve(name));
        router = Router.of(bundle, 0.5);
        routingText = bundle.routingText().of(prompt);
        features = new float[SurfaceFeatures.NAMES.size()];
    }

    @TearDown(Level.Trial)
    public void close() {
        bundle.close();
    }

    @Benchmark
    public Decision whole() {
        return router.decide(prompt);
    }

    /** From the text to the win probability alone: tokens, features, head. */
    @Benchmark
    public Scored score() {
        return bundle.score(routingText);
    }

    /** The same without the encoder, its tokenizer and the head. */
    @Benchmark
    public float[] surfaceFeaturesOnly() {
        new SurfaceReader().extract(routingText, features, 0);
        return features;
    }
}
