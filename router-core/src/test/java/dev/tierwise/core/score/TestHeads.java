package dev.tierwise.core.score;

import dev.tierwise.core.onnx.TestGraph;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Heads of the shape that training exports, with random weights. */
public final class TestHeads {
    private TestHeads() {}

    /**
     * Eight nodes: clipping, a linear layer with the scaling folded into it, a second one for the target, and a
     * calibration of three nodes before the sigmoid.
     */
    public static byte[] trained(int width, RandomGenerator random) {
        return new TestGraph()
                .input("features", TestGraph.FLOAT, -1, width)
                .output("win_probability", TestGraph.FLOAT, -1, 1)
                .constant("low", filled(width, -4), width)
                .constant("high", filled(width, 4), width)
                .constant("weights", gaussian(3 * width, random), width, 3)
                .constant("bias", gaussian(3, random), 3)
                .constant("classes", new float[] {1, 0, -1}, 3, 1)
                .constant("none", new float[] {0}, 1)
                .constant("floor", new float[] {-20}, 1)
                .constant("ceiling", new float[] {20}, 1)
                .constant("slope", new float[] {.07f}, 1, 1)
                .constant("intercept", new float[] {.1f}, 1)
                .node("Max", "above", "features", "low")
                .node("Min", "clipped", "above", "high")
                .node("Gemm", "logits", "clipped", "weights", "bias")
                .node("Gemm", "gain", "logits", "classes", "none")
                .node("Min", "capped", "gain", "ceiling")
                .node("Max", "bounded", "capped", "floor")
                .node("Gemm", "logit", "bounded", "slope", "intercept")
                .node("Sigmoid", "win_probability", "logit")
                .toBytes();
    }

    static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
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
