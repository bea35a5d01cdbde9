package dev.tierwise.core.bench;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.onnx.OnnxConstants;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.token.WordBag;
import dev.tierwise.core.prompt.token.WordCounter;
import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.core.score.Scorer;
import dev.tierwise.core.score.StackScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The features of a prompt to a win probability, through the head of {@code models/default}. */
@SuppressWarnings("NullAway.Init") // JMH calls the method marked @Setup first
@State(Scope.Benchmark)
public class HeadBenchmark {
    private float[] features;
    private float[] weights;
    private final float[] probability = new float[1];
    private Scorer scorer;
    private Scorer stack;
    private WordBag words;

    @Setup(Level.Trial)
    public void open() throws IOException {
        byte[] head = Files.readAllBytes(DecisionBenchmark.BUNDLE.resolve(RouterBundle.HEAD));
        scorer = OnnxScorer.open(head);
        stack = StackScorer.of(OnnxConstants.read(head, RouterBundle.HEAD), RouterBundle.HEAD);
        try (RouterBundle bundle = RouterBundle.open(DecisionBenchmark.BUNDLE)) {
            Featurizer featurizer = bundle.featurizer();
            features = new float[featurizer.schema().size()];
            featurizer.featurize(Texts.named("question"), features);
            words = new WordCounter(featurizer.encoder().tokenizer()).count(Texts.named("question"));
        }
        weights = new float[features.length];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        scorer.close();
        stack.close();
    }

    /** The same by ONNX Runtime. */
    @Benchmark
    public float[] reusedTensors() {
        scorer.score(features, words, probability);
        return probability;
    }

    /** What serving does where the graph is one that plain Java can compute. */
    @Benchmark
    public float[] plainJava() {
        stack.score(features, words, probability);
        return probability;
    }

    /** The least that any head costs: one pass over the features. */
    @Benchmark
    public float dotProductInJava() {
        float sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * features[i];
        }
        return sum;
    }
}
