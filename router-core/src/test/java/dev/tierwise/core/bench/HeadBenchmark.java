package dev.tierwise.core.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.onnx.OnnxModel;
import dev.tierwise.core.onnx.OnnxModel.Shapes;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.OnnxEncoder;
import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.core.score.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
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
    private OnnxModel model;

    @Setup(Level.Trial)
    public void open() throws IOException {
        byte[] head = Files.readAllBytes(DecisionBenchmark.BUNDLE.resolve(RouterBundle.HEAD));
        scorer = OnnxScorer.open(head);
        model = OnnxModel.open(head, RouterBundle.HEAD, Shapes.FIXED);
        features = new float[scorer.inputs()];
        weights = new float[scorer.inputs()];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        try (Featurizer featurizer = new Featurizer(OnnxEncoder.miniLm(128))) {
            featurizer.featurize(Texts.named("question"), features);
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        scorer.close();
        model.close();
    }

    /** What serving does. */
    @Benchmark
    public float[] reusedTensors() {
        scorer.score(features, probability);
        return probability;
    }

    /** What ONNX Runtime's documentation shows. */
    @Benchmark
    public float newTensors() throws OrtException {
        try (OnnxTensor tensor = OnnxTensor.createTensor(model.environment(), new float[][] {features});
                OrtSession.Result result = model.session().run(Map.of(OnnxScorer.FEATURES, tensor))) {
            return ((float[][]) result.get(0).getValue())[0][0];
        }
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
