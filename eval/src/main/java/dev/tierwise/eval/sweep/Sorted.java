package dev.tierwise.eval.sweep;

import dev.tierwise.eval.metrics.CalibrationError;
import dev.tierwise.eval.metrics.Columns;
import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.scores.RouterScores;

/**
 * A router and its rows, laid out from the highest score to the lowest, so that each bootstrap round walks straight
 * through memory. Everything a round does not change is computed here once.
 */
final class Sorted {
    private final int[] order;
    private final EvalSet set;
    private final RouterScores router;
    private final double[] squaredErrors;
    private final double[] logLosses;

    Sorted(EvalSet set, RouterScores router) {
        this.order = router.ranked().order();
        this.set = set.pick(order);
        this.router = router.pick(order);
        boolean probability = router.isProbability();
        this.squaredErrors =
                probability ? CalibrationError.squaredErrors(this.router.score(), this.set.win()) : new double[0];
        this.logLosses = probability ? CalibrationError.logLosses(this.router.score(), this.set.win()) : new double[0];
    }

    /** The rows as they are. */
    Sample sample() {
        return new Sample(this, set.weight());
    }

    /** The rows under other weights, which are in the set's own order. */
    Sample sample(double[] weight) {
        return new Sample(this, Columns.pick(weight, order));
    }

    EvalSet set() {
        return set;
    }

    RouterScores router() {
        return router;
    }

    /** Empty where scores are not probabilities. */
    double[] squaredErrors() {
        return squaredErrors;
    }

    /** Empty where scores are not probabilities. */
    double[] logLosses() {
        return logLosses;
    }
}
