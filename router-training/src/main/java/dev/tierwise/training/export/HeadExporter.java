package dev.tierwise.training.export;

import dev.tierwise.training.head.Calibration;
import dev.tierwise.training.head.Fitted;
import dev.tierwise.training.head.FittedRouter;
import dev.tierwise.training.head.FittedStack;
import dev.tierwise.training.head.Head;
import dev.tierwise.training.head.Standardizer;
import java.util.Arrays;

/**
 * Writes a fitted router as one ONNX graph: raw features in, calibrated win probability out, scaling and calibration
 * included.
 */
public final class HeadExporter {
    /** Name of the input, float32[N, d]. */
    public static final String FEATURES = "features";

    /** Name of the output, float32[N, 1], in 0..1. */
    public static final String WIN_PROBABILITY = "win_probability";

    private HeadExporter() {}

    /** The graph of whatever was fitted. */
    public static byte[] export(Fitted fitted) {
        return switch (fitted) {
            case FittedRouter router ->
                export(router.family().label(), router.standardizer(), router.head(), router.calibration());
            case FittedStack stack -> StackExporter.export(stack);
        };
    }

    /** The same for a head of no family, called {@code kind}. */
    public static byte[] export(String kind, Standardizer scaling, Head head, Calibration calibration) {
        OnnxGraph graph = new OnnxGraph("tierwise-" + kind);
        String features = graph.input(FEATURES, scaling.size());
        String clipped = clip(graph, scaling, features);
        String score =
                switch (head) {
                    case Head.Linear linear -> linear(graph, scaling, linear, clipped);
                    case Head.Factorized factorized -> factorized(graph, scaling, factorized, clipped);
                };
        graph.named(
                WIN_PROBABILITY, "Sigmoid", Ramps.of(calibration, head.bound()).logit(graph, score));
        graph.output(WIN_PROBABILITY, 1);
        return graph.toBytes();
    }

    /** Clipping to standard deviations, done on the raw values so that scaling can be folded into the weights. */
    static String clip(OnnxGraph graph, Standardizer scaling, String features) {
        int d = scaling.size();
        return graph.node(
                "Min",
                graph.node("Max", features, graph.constant(1, d, ends(scaling, -1))),
                graph.constant(1, d, ends(scaling, 1)));
    }

    /** Where features are clipped, below for a {@code sign} of -1 and above for 1. */
    static float[] ends(Standardizer scaling, int sign) {
        float[] ends = new float[scaling.size()];
        for (int j = 0; j < ends.length; j++) {
            double reach = scaling.scale(j) == 0 ? 0 : Standardizer.CLIP / scaling.scale(j);
            ends[j] = (float) (scaling.mean(j) + sign * reach);
        }
        return ends;
    }

    static String linear(OnnxGraph graph, Standardizer scaling, Head.Linear head, String clipped) {
        int d = scaling.size();
        float[] weights = new float[d];
        double bias = head.bias();
        for (int j = 0; j < d; j++) {
            double weight = head.weight(j) * scaling.scale(j);
            weights[j] = (float) weight;
            bias -= weight * scaling.mean(j);
        }
        return graph.gemm(clipped, graph.constant(d, 1, weights), graph.constant(1, 1, new float[] {(float) bias}));
    }

    private static String factorized(OnnxGraph graph, Standardizer scaling, Head.Factorized head, String clipped) {
        int d = scaling.size();
        int rank = head.rank();
        float[] mean = new float[d];
        float[] scale = new float[d];
        float[] weights = new float[d];
        float[] factors = new float[d * rank];
        float[] squares = new float[d * rank];
        for (int j = 0; j < d; j++) {
            mean[j] = (float) scaling.mean(j);
            scale[j] = (float) scaling.scale(j);
            weights[j] = (float) head.linear().weight(j);
            for (int k = 0; k < rank; k++) {
                double factor = head.factor(j, k);
                factors[j * rank + k] = (float) factor;
                squares[j * rank + k] = (float) (factor * factor);
            }
        }
        String z =
                graph.node("Mul", graph.node("Sub", clipped, graph.constant(1, d, mean)), graph.constant(1, d, scale));
        String sums = graph.node("MatMul", z, graph.constant(d, rank, factors));
        String squareSums = graph.node("MatMul", graph.node("Mul", z, z), graph.constant(d, rank, squares));
        String pairs = graph.node("Sub", graph.node("Mul", sums, sums), squareSums);
        float[] halves = new float[rank];
        Arrays.fill(halves, 0.5f);
        String interactions = graph.node("MatMul", pairs, graph.constant(rank, 1, halves));
        String linear = graph.gemm(z, graph.constant(d, 1, weights), graph.constant(1, 1, new float[] {
            (float) head.linear().bias()
        }));
        return graph.node("Add", linear, interactions);
    }
}
