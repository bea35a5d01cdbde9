package dev.tierwise.training.export;

import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.training.tiers.FittedTiers;

/** Writes fitted tiers as one ONNX graph: raw features in, a quality in 0..1 per tier out, scaling included. */
public final class TierExporter {
    private TierExporter() {}

    /** The graph: clipping, one matrix for all tiers with the scaling folded in, clipping to 0..1. */
    public static byte[] export(FittedTiers fitted) {
        OnnxGraph graph = new OnnxGraph("tierwise-tiers");
        int size = fitted.standardizer().size();
        int tiers = fitted.tiers();
        String clipped = HeadExporter.clip(graph, fitted.standardizer(), graph.input(OnnxScorer.FEATURES, size));
        float[] weights = new float[size * tiers];
        float[] bias = new float[tiers];
        for (int tier = 0; tier < tiers; tier++) {
            double offset = fitted.line(tier).bias();
            for (int j = 0; j < size; j++) {
                double weight =
                        fitted.line(tier).weight(j) * fitted.standardizer().scale(j);
                weights[j * tiers + tier] = (float) weight;
                offset -= weight * fitted.standardizer().mean(j);
            }
            bias[tier] = (float) offset;
        }
        String raw = graph.gemm(clipped, graph.constant(size, tiers, weights), graph.constant(1, tiers, bias));
        graph.named(OnnxScorer.TIER_QUALITY, "Identity", graph.hardSigmoid(raw));
        graph.output(OnnxScorer.TIER_QUALITY, tiers);
        return graph.toBytes();
    }
}
