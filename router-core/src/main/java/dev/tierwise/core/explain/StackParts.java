package dev.tierwise.core.explain;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.onnx.OnnxConstants;
import dev.tierwise.core.prompt.token.WordBag;
import dev.tierwise.core.score.StackLayout;
import dev.tierwise.core.score.StackScorer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A stacked head in parts that add up to its score, computed as {@link StackLayout} says. */
final class StackParts {
    private final OnnxConstants constants;
    private final String file;
    private final TreePaths trees;

    StackParts(OnnxConstants constants, String file) {
        this.constants = constants;
        this.file = file;
        this.trees = new TreePaths(constants);
    }

    /** The parts of one score. */
    static final class Parts {
        private final double base;
        private final double[] byFeature;
        private final Map<Integer, Double> byBucket;
        private final String kind;

        /**
         * Keeps the parts.
         *
         * @param base what all prompts of a kind have in common
         * @param byFeature what each feature adds, components of the embedding behind the features
         * @param byBucket what each word adds, by its row of the table
         * @param kind prefix of the constants of the prompt's kind
         */
        Parts(double base, double[] byFeature, Map<Integer, Double> byBucket, String kind) {
            this.base = base;
            this.byFeature = byFeature;
            this.byBucket = byBucket;
            this.kind = kind;
        }

        double base() {
            return base;
        }

        double[] byFeature() {
            return byFeature;
        }

        Map<Integer, Double> byBucket() {
            return byBucket;
        }

        String kind() {
            return kind;
        }

        double score() {
            return base + Arrays.stream(byFeature).sum() + words();
        }

        double words() {
            return byBucket.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    static boolean canRead(OnnxConstants constants) {
        return StackScorer.canRead(constants);
    }

    Parts of(float[] features, WordBag bag) {
        float[] options = constant(StackLayout.OPTIONS);
        double listed = 0;
        for (int j = 0; j < features.length; j++) {
            listed += options[j] * features[j];
        }
        boolean open = listed == 0;
        String kind = open ? StackLayout.OPEN : StackLayout.CHOICE;
        float[] mix = constant(kind + StackLayout.MIX);
        float[] inputs = withComponents(features);
        double[] byFeature = new double[inputs.length];
        trees.walk(inputs, (feature, difference) -> byFeature[feature] += mix[1] * difference);
        double line = line(features, open, mix[2], byFeature);
        double base = constant(kind + StackLayout.MIX_BIAS)[0] + mix[1] * trees.base() + line;
        return new Parts(base, byFeature, words(bag, mix[0]), kind);
    }

    /** Adds what the line gives to each feature, against the middle of its range, and answers its worth there. */
    private double line(float[] features, boolean open, double mix, double[] byFeature) {
        float[] low = constant(StackLayout.LOW);
        float[] high = constant(StackLayout.HIGH);
        float[] weights = constant(StackLayout.LINEAR);
        float[] openWeights = constant(StackLayout.OPEN_LINEAR);
        double middle = constant(StackLayout.LINEAR_BIAS)[0] + (open ? constant(StackLayout.OPEN_LINEAR_BIAS)[0] : 0);
        for (int j = 0; j < features.length; j++) {
            double weight = weights[j] + (open ? openWeights[j] : 0);
            double usual = (low[j] + high[j]) / 2.0;
            byFeature[j] += mix * weight * (Math.clamp(features[j], low[j], high[j]) - usual);
            middle += weight * usual;
        }
        return mix * middle;
    }

    private Map<Integer, Double> words(WordBag bag, double mix) {
        float[] effect = constant(StackLayout.WORD_EFFECT);
        float[] norm = constant(StackLayout.WORD_NORM);
        double squares = 0;
        for (int i = 0; i < bag.size(); i++) {
            squares += (double) bag.weight(i) * bag.weight(i) * norm[bag.bucket(i)];
        }
        double length = Math.sqrt(Math.max(squares, StackLayout.LEAST_NORM));
        Map<Integer, Double> pushes = new LinkedHashMap<>();
        for (int i = 0; i < bag.size(); i++) {
            pushes.put(bag.bucket(i), mix * bag.weight(i) * effect[bag.bucket(i)] / length);
        }
        return pushes;
    }

    private float[] withComponents(float[] features) {
        float[] weights = constants.constant(StackLayout.PROJECTION);
        if (weights == null) {
            return features;
        }
        float[] bias = constant(StackLayout.PROJECTION_BIAS);
        float[] inputs = Arrays.copyOf(features, features.length + bias.length);
        for (int k = 0; k < bias.length; k++) {
            float sum = bias[k];
            for (int j = 0; j < weights.length / bias.length; j++) {
                sum += features[j] * weights[j * bias.length + k];
            }
            inputs[features.length + k] = sum;
        }
        return inputs;
    }

    /** What a score means for prompts of a kind, in 0..1. */
    double winProbability(double score, String kind) {
        float[] slope = constant(kind + StackLayout.SLOPE);
        float[] offset = constant(kind + StackLayout.OFFSET);
        float[] rise = constant(kind + StackLayout.RISE);
        double logit = constant(kind + StackLayout.START)[0];
        for (int i = 0; i < slope.length; i++) {
            logit += rise[i] * Math.clamp(slope[i] * score + offset[i], 0.0, 1.0);
        }
        return 1 / (1 + Math.exp(-logit));
    }

    private float[] constant(String name) {
        float[] values = constants.constant(name);
        if (values == null) {
            throw new BadInputException(file + " has no constant \"" + name + "\", which a stacked head needs");
        }
        return values;
    }
}
