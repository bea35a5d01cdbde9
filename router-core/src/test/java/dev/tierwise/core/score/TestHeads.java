package dev.tierwise.core.score;

import dev.tierwise.core.onnx.TestGraph;
import java.util.random.RandomGenerator;

/** Heads of the shape that training exports, with random weights. */
public final class TestHeads {
    private TestHeads() {}

    /** Clipping, scaling, a linear layer, calibration and a sigmoid: eight nodes. */
    public static byte[] linear(int width, RandomGenerator random) {
        float[] scale = new float[width * width];
        for (int i = 0; i < width; i++) {
            scale[i * width + i] = 1;
        }
        return new TestGraph()
                .input("features", TestGraph.FLOAT, -1, width)
                .output("win_probability", TestGraph.FLOAT, -1, 1)
                .constant("low", filled(width, -4), width)
                .constant("high", filled(width, 4), width)
                .constant("mean", gaussian(width, random), width)
                .constant("inverse_deviation", filled(width, .5f), width)
                .constant("weights", gaussian(width, random), width, 1)
                .constant("bias", new float[] {.1f}, 1)
                .constant("slope", new float[] {.7f}, 1)
                .node("Sub", "centred", "features", "mean")
                .node("Mul", "scaled", "centred", "inverse_deviation")
                .node("Max", "above", "scaled", "low")
                .node("Min", "clipped", "above", "high")
                .node("Gemm", "gain", "clipped", "weights", "bias")
                .node("Mul", "calibrated", "gain", "slope")
                .node("Add", "logit", "calibrated", "bias")
                .node("Sigmoid", "win_probability", "logit")
                .toBytes();
    }

    static float[] filled(int count, float value) {
        float[] values = new float[count];
        java.util.Arrays.fill(values, value);
        return values;
    }

    static float[] gaussian(int count, RandomGenerator random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
