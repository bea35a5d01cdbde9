package dev.tierwise.training.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.tierwise.core.prompt.token.WordBag;
import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.core.score.StackLayout;
import dev.tierwise.training.head.Calibration;
import dev.tierwise.training.head.FittedStack;
import dev.tierwise.training.head.LinearPart;
import dev.tierwise.training.head.Part;
import dev.tierwise.training.head.Projection;
import dev.tierwise.training.head.Stack;
import dev.tierwise.training.head.Standardizer;
import dev.tierwise.training.head.TreesPart;
import dev.tierwise.training.head.WordsPart;
import java.util.ArrayList;
import java.util.List;

/** Writes a stack as the graph that {@link StackLayout} describes. */
final class StackExporter {
    private final OnnxGraph graph;
    private final String features;
    private final String open;
    private final int d;

    private StackExporter(FittedStack fitted) {
        d = fitted.rows().features()[0].length;
        graph = new OnnxGraph("tierwise-" + fitted.family().label());
        features = graph.input(HeadExporter.FEATURES, d);
        float[] options = new float[d];
        options[LinearPart.optionsIndex(d)] = 1;
        String counted = graph.node("MatMul", features, graph.constant(StackLayout.OPTIONS, d, 1, options));
        open = graph.node("Relu", graph.node("Sub", one(), counted));
    }

    static byte[] export(FittedStack fitted) {
        return new StackExporter(fitted).write(fitted);
    }

    private byte[] write(FittedStack fitted) {
        Stack stack = fitted.stack();
        List<String> columns = new ArrayList<>();
        for (Part part : stack.parts()) {
            columns.add(
                    switch (part) {
                        case WordsPart words -> words(words);
                        case TreesPart trees -> trees(trees);
                        case LinearPart linear -> linear(linear);
                    });
        }
        String scores = graph.concat(columns.toArray(String[]::new));
        String choice = logit(stack, scores, false, fitted.choice(), StackLayout.CHOICE);
        String others = logit(stack, scores, true, fitted.open(), StackLayout.OPEN);
        String logit = graph.node(
                "Add", graph.node("Mul", open, others), graph.node("Mul", graph.node("Sub", one(), open), choice));
        graph.named(HeadExporter.WIN_PROBABILITY, "Sigmoid", logit);
        graph.output(HeadExporter.WIN_PROBABILITY, 1);
        return graph.toBytes();
    }

    private String logit(Stack stack, String scores, boolean ofOpen, Calibration calibration, String prefix) {
        float[] mix = new float[stack.parts().size()];
        for (int p = 0; p < mix.length; p++) {
            mix[p] = (float) stack.factor(p, ofOpen);
        }
        String score = graph.gemm(
                scores,
                graph.constant(prefix + StackLayout.MIX, mix.length, 1, mix),
                graph.constant(prefix + StackLayout.MIX_BIAS, 1, 1, new float[] {(float) stack.bias(ofOpen)}));
        return Ramps.of(calibration, stack.bound(ofOpen)).logit(graph, score, prefix);
    }

    private String words(WordsPart words) {
        String buckets = graph.list(OnnxScorer.WORD_BUCKETS, DataType.INT32);
        String weights = graph.list(OnnxScorer.WORD_WEIGHTS, DataType.FLOAT);
        String effects = graph.node(
                "Gather", graph.constant(StackLayout.WORD_EFFECT, 0, WordBag.BUCKETS, words.effect()), buckets);
        String norms =
                graph.node("Gather", graph.constant(StackLayout.WORD_NORM, 0, WordBag.BUCKETS, words.norm()), buckets);
        String sum = graph.rowSums(graph.node("Mul", weights, effects));
        String squares = graph.rowSums(graph.node("Mul", graph.node("Mul", weights, weights), norms));
        String least = graph.constant(1, 1, new float[] {StackLayout.LEAST_NORM});
        return graph.node("Div", sum, graph.node("Sqrt", graph.node("Max", squares, least)));
    }

    private String trees(TreesPart trees) {
        Projection projection = trees.projection();
        int surface = d - projection.dimension();
        String matrix = features;
        if (projection.size() > 0) {
            float[] weights = new float[d * projection.size()];
            float[] bias = new float[projection.size()];
            for (int k = 0; k < bias.length; k++) {
                bias[k] = (float) projection.bias(k);
                for (int j = 0; j < projection.dimension(); j++) {
                    weights[j * bias.length + k] = (float) projection.weight(j, k);
                }
            }
            String components = graph.gemm(
                    features,
                    graph.constant(StackLayout.PROJECTION, d, bias.length, weights),
                    graph.constant(StackLayout.PROJECTION_BIAS, 1, bias.length, bias));
            matrix = graph.concat(features, components);
        }
        return graph.trees(
                matrix,
                new TreeNodes(
                        trees.trees(),
                        trees.base(),
                        feature -> feature < surface ? projection.dimension() + feature : d + feature - surface));
    }

    private String linear(LinearPart linear) {
        Standardizer scaling = linear.standardizer();
        float[] low = HeadExporter.ends(scaling, -1);
        float[] high = HeadExporter.ends(scaling, 1);
        float[] weights = new float[d];
        float[] openWeights = new float[d];
        double bias = linear.bias();
        double openBias = linear.openBias();
        for (int j = 0; j < d; j++) {
            double weight = linear.weight(j) * scaling.scale(j);
            double openWeight = linear.openWeight(j) * scaling.scale(j);
            weights[j] = (float) weight;
            openWeights[j] = (float) openWeight;
            bias -= weight * scaling.mean(j);
            openBias -= openWeight * scaling.mean(j);
        }
        String clipped = graph.node(
                "Min",
                graph.node("Max", features, graph.constant(StackLayout.LOW, 1, d, low)),
                graph.constant(StackLayout.HIGH, 1, d, high));
        String always = graph.gemm(
                clipped,
                graph.constant(StackLayout.LINEAR, d, 1, weights),
                graph.constant(StackLayout.LINEAR_BIAS, 1, 1, new float[] {(float) bias}));
        String whenOpen = graph.gemm(
                clipped,
                graph.constant(StackLayout.OPEN_LINEAR, d, 1, openWeights),
                graph.constant(StackLayout.OPEN_LINEAR_BIAS, 1, 1, new float[] {(float) openBias}));
        return graph.node("Add", always, graph.node("Mul", open, whenOpen));
    }

    private String one() {
        return graph.constant(1, 1, new float[] {1});
    }
}
