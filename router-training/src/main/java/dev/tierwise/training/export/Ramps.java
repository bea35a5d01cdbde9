package dev.tierwise.training.export;

import dev.tierwise.core.score.StackLayout;
import dev.tierwise.training.head.Calibration;

/**
 * A calibration's piecewise linear log-odds as a sum of ramps, one per piece, each 0 before its piece and its full rise
 * behind it. Every term grows with the score, so rounding can make two neighbours equal but never swap them; only the last
 * bit of the runtime's own sigmoid, an approximation, can. The outermost pieces are drawn out to the largest score there
 * can be; a ramp is a HardSigmoid, which the runtime computes in one go with the product before it.
 */
final class Ramps {
    private final float[] slope;
    private final float[] offset;
    private final float[] rise;
    private final float start;

    private Ramps(float[] slope, float[] offset, float[] rise, float start) {
        this.slope = slope;
        this.offset = offset;
        this.rise = rise;
        this.start = start;
    }

    /** @param reach a number no score exceeds in size */
    static Ramps of(Calibration calibration, double reach) {
        int pieces = calibration.pieces();
        double[] knots = new double[pieces + 1];
        double[] logits = new double[pieces + 1];
        for (int i = 0; i <= pieces; i++) {
            knots[i] = calibration.knot(i);
            logits[i] = calibration.logit(i);
        }
        drawOut(knots, logits, 1, 0, Math.min(knots[0], -reach));
        drawOut(knots, logits, pieces - 1, pieces, Math.max(knots[pieces], reach));
        float[] slope = new float[pieces];
        float[] offset = new float[pieces];
        float[] rise = new float[pieces];
        for (int i = 0; i < pieces; i++) {
            double width = knots[i + 1] - knots[i];
            slope[i] = (float) (1 / width);
            offset[i] = (float) (-knots[i] / width);
            rise[i] = (float) (logits[i + 1] - logits[i]);
        }
        return new Ramps(slope, offset, rise, (float) logits[0]);
    }

    /** Moves the outer end of a piece along its line. */
    private static void drawOut(double[] knots, double[] logits, int inner, int outer, double to) {
        double slope = (logits[outer] - logits[inner]) / (knots[outer] - knots[inner]);
        logits[outer] += slope * (to - knots[outer]);
        knots[outer] = to;
    }

    /** The log-odds of a column of scores. */
    String logit(OnnxGraph graph, String score) {
        int pieces = slope.length;
        return logit(
                graph,
                score,
                graph.constant(1, pieces, slope),
                graph.constant(1, pieces, offset),
                graph.constant(pieces, 1, rise),
                graph.constant(1, 1, new float[] {start}));
    }

    /** The same from constants that {@link StackLayout} names. */
    String logit(OnnxGraph graph, String score, String prefix) {
        int pieces = slope.length;
        return logit(
                graph,
                score,
                graph.constant(prefix + StackLayout.SLOPE, 1, pieces, slope),
                graph.constant(prefix + StackLayout.OFFSET, 1, pieces, offset),
                graph.constant(prefix + StackLayout.RISE, pieces, 1, rise),
                graph.constant(prefix + StackLayout.START, 1, 1, new float[] {start}));
    }

    private static String logit(OnnxGraph graph, String score, String slope, String offset, String rise, String start) {
        return graph.gemm(graph.hardSigmoid(graph.gemm(score, slope, offset)), rise, start);
    }
}
