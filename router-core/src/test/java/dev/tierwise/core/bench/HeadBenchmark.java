package dev.tierwise.core.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tierwise.core.onnx.OnnxModel;
import dev.tierwise.core.onnx.OnnxModel.Shapes;
import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.core.score.Scorer;
import dev.tierwise.core.score.TestHeads;
import java.util.Map;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** 456 features to a win probability, through a head of eight nodes such as training exports. */
@SuppressWarnings("NullAway.Init") // JMH calls the method marked @Setup first
@State(Scope.Benchmark)
public class HeadBenchmark {
    private static final int WIDTH = 456;

    private final float[] features = new float[WIDTH];
    private final float[] weights = new float[WIDTH];
    private final float[] probability = new float[1];
    private Scorer scorer;
    private OnnxModel model;

    @Setup(Level.Trial)
    public void open() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < WIDTH; i++) {
            features[i] = (float) random.nextGaussian();
            weights[i] = (float) random.nextGaussian();
        }
        byte[] head = TestHeads.trained(WIDTH, random);
        scorer = OnnxScorer.open(head);
        model = OnnxModel.open(head, "head.onnx", Shapes.FIXED);
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
        for (int i = 0; i < WIDTH; i++) {
            sum += weights[i] * features[i];
        }
        return sum;
    }
}
