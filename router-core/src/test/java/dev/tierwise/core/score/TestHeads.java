package dev.tierwise.core.score;

import dev.tierwise.core.testing.TestGraph;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Heads of the shape that training exports, with random weights. */
public final class TestHeads {
    private TestHeads() {}

    /** Pieces of the calibration. */
    static final int PIECES = 20;

    /**
     * Eight nodes: clipping, a linear layer with the scaling folded into it, and a calibration that adds up one ramp
     * per piece, each rising by .1 over a width of .5, from -5 to 5.
     */
    public static byte[] trained(int width, RandomGenerator random) {
        float[] offset = new float[PIECES];
        for (int i = 0; i < PIECES; i++) {
            offset[i] = 10 - i;
        }
        return new TestGraph()
                .input("features", TestGraph.FLOAT, -1, width)
                .output("win_probability", TestGraph.FLOAT, -1, 1)
                .constant("low", filled(width, -4), 1, width)
                .constant("high", filled(width, 4), 1, width)
                .constant("weights", gaussian(width, random), width, 1)
                .constant("bias", new float[] {.3f}, 1, 1)
                .constant("slope", filled(PIECES, 2), 1, PIECES)
                .constant("offset", offset, 1, PIECES)
                .constant("floor", filled(PIECES, 0), 1, PIECES)
                .constant("ceiling", filled(PIECES, 1), 1, PIECES)
                .constant("rise", filled(PIECES, .1f), PIECES, 1)
                .constant("intercept", new float[] {-1}, 1, 1)
                .node("Max", "above", "features", "low")
                .node("Min", "clipped", "above", "high")
                .node("Gemm", "score", "clipped", "weights", "bias")
                .node("Gemm", "ramps", "score", "slope", "offset")
                .node("Max", "started", "ramps", "floor")
                .node("Min", "bounded", "started", "ceiling")
                .node("Gemm", "logit", "bounded", "rise", "intercept")
                .node("Sigmoid", "win_probability", "logit")
                .toBytes();
    }

    /** A head for several tiers: a linear layer clipped to 0..1, its biases spread from .1 to .9. */
    public static byte[] tiers(int width, int tiers, RandomGenerator random) {
        float[] weights = gaussian(width * tiers, random);
        float[] bias = new float[tiers];
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= .02f;
        }
        for (int tier = 0; tier < tiers; tier++) {
            bias[tier] = .1f + .8f * tier / (tiers - 1);
        }
        return new TestGraph()
                .input("features", TestGraph.FLOAT, -1, width)
                .output("tier_quality", TestGraph.FLOAT, -1, tiers)
                .constant("weights", weights, width, tiers)
                .constant("bias", bias, 1, tiers)
                .constant("zero", filled(tiers, 0), 1, tiers)
                .constant("one", filled(tiers, 1), 1, tiers)
                .node("Gemm", "quality", "features", "weights", "bias")
                .node("Max", "above", "quality", "zero")
                .node("Min", "tier_quality", "above", "one")
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
