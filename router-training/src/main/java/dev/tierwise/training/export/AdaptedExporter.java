package dev.tierwise.training.export;

import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.core.score.Scorer;
import dev.tierwise.training.adapt.AdaptedRouter;
import dev.tierwise.training.head.Rows;

/**
 * Writes an adapted router as one ONNX graph. The head of the router it stands on is part of it, up to the log-odds, so
 * the bundle needs no other.
 */
public final class AdaptedExporter {
    private AdaptedExporter() {}

    /**
     * Writes the graph.
     *
     * @param prior bytes of the other router's head
     * @throws IllegalArgumentException where that head does not end in a sigmoid
     */
    public static byte[] export(AdaptedRouter router, byte[] prior) {
        var score = router.score();
        OnnxGraph graph = new OnnxGraph("tierwise-adapted");
        String features =
                graph.input(HeadExporter.FEATURES, score.standardizer().size());
        String logOdds = graph.graftBefore(prior, HeadExporter.WIN_PROBABILITY, "Sigmoid");
        String bounded = graph.node(
                "Min", graph.node("Max", logOdds, scalar(graph, score.priorLow())), scalar(graph, score.priorHigh()));
        String clipped = HeadExporter.clip(graph, score.standardizer(), features);
        String own = HeadExporter.linear(graph, score.standardizer(), score.head(), clipped);
        String sum = graph.node("Add", own, graph.node("Mul", bounded, scalar(graph, score.priorWeight())));
        graph.named(
                HeadExporter.WIN_PROBABILITY,
                "Sigmoid",
                Ramps.of(router.calibration(), score.bound()).logit(graph, sum));
        graph.output(HeadExporter.WIN_PROBABILITY, 1);
        return graph.toBytes();
    }

    /**
     * The log-odds of a head's win probability for each row: what an adaptation reads of another router. From the graph
     * itself, since float32 probabilities have lost digits of them.
     */
    public static double[] logOdds(byte[] head, Rows rows) {
        OnnxGraph graph = new OnnxGraph("tierwise-log-odds");
        graph.input(HeadExporter.FEATURES, rows.features()[0].length);
        graph.named(
                HeadExporter.WIN_PROBABILITY,
                "Identity",
                graph.graftBefore(head, HeadExporter.WIN_PROBABILITY, "Sigmoid"));
        graph.output(HeadExporter.WIN_PROBABILITY, 1);
        double[] logOdds = new double[rows.size()];
        try (Scorer scorer = OnnxScorer.open(graph.toBytes())) {
            float[] into = new float[1];
            for (int i = 0; i < rows.size(); i++) {
                scorer.score(rows.features()[i], rows.words()[i], into);
                logOdds[i] = into[0];
            }
        }
        return logOdds;
    }

    private static String scalar(OnnxGraph graph, double value) {
        return graph.constant(1, 1, new float[] {(float) value});
    }
}
