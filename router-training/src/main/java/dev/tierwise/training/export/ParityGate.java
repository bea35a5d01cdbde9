package dev.tierwise.training.export;

import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.core.score.Scorer;
import dev.tierwise.training.head.FittedRouter;

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
        double largest = 0;
        try (Scorer scorer = OnnxScorer.open(onnx)) {
            float[] win = new float[1];
            for (float[] row : rows) {
                scorer.score(row, win);
                largest = Math.max(largest, Math.abs(win[0] - router.winProbability(row)));
            }
        }
        if (!(largest <= TOLERANCE)) {
            throw new IllegalStateException(
                    "the exported " + router.family().label() + " head differs from the fitted one by " + largest
                            + ", more than " + TOLERANCE + ": nothing was written");
        }
        return largest;
    }
}
