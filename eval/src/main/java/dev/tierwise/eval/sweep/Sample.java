package dev.tierwise.eval.sweep;

import dev.tierwise.eval.metrics.Curve;
import dev.tierwise.eval.router.RouterScores;
import dev.tierwise.eval.rows.Costs;
import dev.tierwise.eval.rows.EvalSet;
import org.jspecify.annotations.Nullable;

/** One router over one weighting of the same rows: the rows themselves, or a bootstrap draw of them. */
final class Sample {
    private final EvalSet set;
    private final RouterScores router;
    private final double[] weight;
    private final Curve quality;
    private final @Nullable Curve cost;

    /** Adds up with {@code weight} instead of the set's own. */
    Sample(EvalSet set, RouterScores router, double[] weight) {
        Costs costs = set.costs();
        this.set = set;
        this.router = router;
        this.weight = weight;
        this.quality = Curve.of(router.ranked(), set.strong(), set.weak(), weight);
        this.cost = costs == null ? null : Curve.of(router.ranked(), costs.strong(), costs.weak(), weight);
    }

    Sample(EvalSet set, RouterScores router) {
        this(set, router, set.weight());
    }

    RouterScores router() {
        return router;
    }

    double[] win() {
        return set.win();
    }

    double[] weight() {
        return weight;
    }

    /** In the unit of the scores. */
    Curve quality() {
        return quality;
    }

    /** In dollars per prompt; null where no price is known. */
    @Nullable
    Curve cost() {
        return cost;
    }
}
