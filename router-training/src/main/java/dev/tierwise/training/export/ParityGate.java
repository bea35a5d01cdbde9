package dev.tierwise.training.export;

import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.core.score.Scorer;
import dev.tierwise.training.head.FittedRouter;
import java.util.function.IntToDoubleFunction;

/** Refuses a graph that does not compute what was fitted. */
public final class ParityGate {
    /** Largest difference of a probability that float32 arithmetic may make. */
    public static final double TOLERANCE = 1e-5;

    private ParityGate() {}

    /**
     * Runs the graph on rows and compares.
     *
     * @return the largest difference found
     * @throws IllegalStateException where it is above {@link #TOLERANCE}
     */
    public static double check(FittedRouter router, byte[] onnx, float[][] rows) {
        return check(router.family().label(), i -> router.winProbability(rows[i]), onnx, rows);
    }

    /**
     * The same for what was fitted in another way.
     *
     * @param kind what the head is called in messages
     * @param fitted the win probability of the row of an index
     */
    public static double check(String kind, IntToDoubleFunction fitted, byte[] onnx, float[][] rows) {
        double largest = 0;
        try (Scorer scorer = OnnxScorer.open(onnx)) {
            float[] win = new float[1];
            for (int i = 0; i < rows.length; i++) {
                scorer.score(rows[i], win);
                largest = Math.max(largest, Math.abs(win[0] - fitted.applyAsDouble(i)));
            }
        }
        if (!(largest <= TOLERANCE)) {
            throw new IllegalStateException("the exported " + kind + " head differs from the fitted one by " + largest
                    + ", more than " + TOLERANCE + ": nothing was written");
        }
        return largest;
    }
}
