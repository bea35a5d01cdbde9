package dev.tierwise.training.export;

import dev.tierwise.core.onnx.OnnxConstants;
import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import dev.tierwise.core.prompt.encoder.PromptEncoder;
import dev.tierwise.core.prompt.encoder.StaticEncoder;
import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.core.score.Scorer;
import dev.tierwise.core.score.StackScorer;
import dev.tierwise.training.head.Fitted;
import dev.tierwise.training.head.Rows;
import dev.tierwise.training.tiers.FittedTiers;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Refuses a graph that does not compute what was fitted. */
public final class ParityGate {
    /** Largest difference of a probability that float32 arithmetic may make. */
    public static final double TOLERANCE = 1e-5;

    private ParityGate() {}

    /**
     * Runs the graph on rows and compares, in ONNX Runtime and, where it can be read in plain Java, there, too.
     *
     * @return the largest difference found
     * @throws IllegalStateException where it is above {@link #TOLERANCE}
     */
    public static double check(Fitted fitted, byte[] onnx, Rows rows) {
        return check(
                fitted.family().label(), i -> fitted.winProbability(rows.features()[i], rows.words()[i]), onnx, rows);
    }

    /**
     * The same for what was fitted in another way.
     *
     * @param kind what the head is called in messages
     * @param fitted the win probability of the row of an index
     */
    public static double check(String kind, IntToDoubleFunction fitted, byte[] onnx, Rows rows) {
        double largest;
        try (Scorer scorer = OnnxScorer.open(onnx)) {
            largest = largest(fitted, scorer, rows);
        }
        OnnxConstants constants = OnnxConstants.read(onnx, "head.onnx");
        if (StackScorer.canRead(constants)) {
            try (Scorer scorer = StackScorer.of(constants, "head.onnx")) {
                largest = Math.max(largest, largest(fitted, scorer, rows));
            }
        }
        return require(kind, largest);
    }

    /** The same for a head that rates tiers, on rows of features. */
    public static double check(FittedTiers fitted, byte[] onnx, float[][] rows) {
        double largest = 0;
        float[] rated = new float[fitted.tiers()];
        try (Scorer scorer = OnnxScorer.open(onnx)) {
            for (float[] row : rows) {
                scorer.score(row, rated);
                double[] expected = fitted.quality(row);
                for (int tier = 0; tier < rated.length; tier++) {
                    largest = Math.max(largest, Math.abs(rated[tier] - expected[tier]));
                }
            }
        }
        return require("tiers", largest);
    }

    private static double require(String kind, double largest) {
        if (!(largest <= TOLERANCE)) {
            throw new IllegalStateException("the exported " + kind + " head differs from the fitted one by " + largest
                    + ", more than " + TOLERANCE + ": nothing was written");
        }
        return largest;
    }

    /**
     * Compares a static embedding in ONNX Runtime and in plain Java.
     *
     * @param json its {@code tokenizer.json}
     * @return the largest difference of a number over all texts
     * @throws IllegalStateException where it is above {@link #TOLERANCE}
     */
    public static double checkStatic(byte[] onnx, byte[] json, List<String> texts, int maxTokens) {
        double largest = 0;
        try (PromptEncoder runtime = OnnxEncoder.of(onnx, "encoder.onnx", json, OnnxEncoder.TOKENIZER, maxTokens);
                PromptEncoder plain = StaticEncoder.of(onnx, "encoder.onnx", json, OnnxEncoder.TOKENIZER, maxTokens)) {
            float[] expected = new float[runtime.spec().dimension()];
            float[] found = new float[plain.spec().dimension()];
            for (String text : texts) {
                runtime.encode(text, expected, 0);
                plain.encode(text, found, 0);
                for (int j = 0; j < found.length; j++) {
                    largest = Math.max(largest, Math.abs(expected[j] - found[j]));
                }
            }
        }
        if (!(largest <= TOLERANCE)) {
            throw new IllegalStateException("the static embedding in plain Java differs from the graph by " + largest
                    + ", more than " + TOLERANCE + ": nothing was written");
        }
        return largest;
    }

    private static double largest(IntToDoubleFunction fitted, Scorer scorer, Rows rows) {
        double largest = 0;
        float[] win = new float[1];
        for (int i = 0; i < rows.size(); i++) {
            scorer.score(rows.features()[i], rows.words()[i], win);
            largest = Math.max(largest, Math.abs(win[0] - fitted.applyAsDouble(i)));
        }
        return largest;
    }
}
