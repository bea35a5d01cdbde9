package dev.tierwise.core.bench;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.bundle.Scored;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.prompt.surface.SurfaceFeatures;
import dev.tierwise.core.prompt.surface.SurfaceReader;
import dev.tierwise.core.strategy.Decision;
import dev.tierwise.core.strategy.Router;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

    @Param({"question", "64 tokens", "128 tokens", "prose", "multilingual", "datasets/sample.csv"})
    String text;

    private List<Prompt> prompts;
    private List<String> routingTexts;
    private int next;
    private RouterBundle bundle;
    private Router router;
    private SurfaceReader reader;
    private float[] features;

    @Setup(Level.Trial)
    public void open() throws IOException {
        prompts = Texts.all(text).stream().map(Prompt::of).toList();
        bundle = RouterBundle.open(BUNDLES.resolve(name));
        router = Router.of(bundle, 0.5);
        routingTexts = prompts.stream().map(bundle.routingText()::of).toList();
        reader = new SurfaceReader();
        features = new float[SurfaceFeatures.NAMES.size()];
    }

    @TearDown(Level.Trial)
    public void close() {
        bundle.close();
    }

    private int next() {
        next = next + 1 == prompts.size() ? 0 : next + 1;
        return next;
    }

    @Benchmark
    public Decision whole() {
        return router.decide(prompts.get(next()));
    }

    /** From the text to the win probability alone: tokens, features, head. */
    @Benchmark
    public Scored score() {
        return bundle.score(routingTexts.get(next()));
    }

    /** The same without the encoder, its tokenizer and the head. */
    @Benchmark
    public float[] surfaceFeaturesOnly() {
        reader.extract(routingTexts.get(next()), features, 0);
        return features;
    }
}
