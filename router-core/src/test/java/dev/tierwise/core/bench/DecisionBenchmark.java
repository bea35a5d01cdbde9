package dev.tierwise.core.bench;

import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.OnnxEncoder;
import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.prompt.RoutingText;
import dev.tierwise.core.prompt.SurfaceFeatures;
import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.core.score.Scorer;
import dev.tierwise.core.score.TestHeads;
import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Ranking;
import dev.tierwise.core.strategy.Signals;
import dev.tierwise.core.strategy.ThresholdStage;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Prompt to ranked candidates, and each part of the way that the other benchmarks do not show. */
@SuppressWarnings("NullAway.Init") // JMH calls the method marked @Setup first
@State(Scope.Benchmark)
public class DecisionBenchmark {
    private static final List<Candidate> CANDIDATES =
            List.of(new Candidate("strong", "large"), new Candidate("weak", "small"));

    @Param({"question", "prose", "multilingual"})
    String text;

    private Prompt prompt;
    private Featurizer featurizer;
    private Scorer scorer;
    private ThresholdStage stage;
    private float[] features;
    private float[] probability;

    @Setup(Level.Trial)
    public void open() {
        prompt = Prompt.of(Texts.named(text));
        featurizer = new Featurizer(OnnxEncoder.miniLm(128));
        int width = featurizer.schema().size();
        scorer = OnnxScorer.open(TestHeads.trained(width, new SplittableRandom(1)));
        stage = ThresholdStage.of(.5);
        features = new float[width];
        probability = new float[1];
    }

    @TearDown(Level.Trial)
    public void close() {
        scorer.close();
        featurizer.close();
    }

    @Benchmark
    public Ranking whole() {
        featurizer.featurize(RoutingText.DEFAULT.of(prompt), features);
        scorer.score(features, probability);
        return stage.rank(prompt, CANDIDATES, Signals.of(probability[0]));
    }

    /** The same without the encoder and its tokenizer. */
    @Benchmark
    public float[] surfaceFeaturesOnly() {
        int dimension = featurizer.encoder().spec().dimension();
        SurfaceFeatures.extract(RoutingText.DEFAULT.of(prompt), features, dimension);
        return features;
    }
}
