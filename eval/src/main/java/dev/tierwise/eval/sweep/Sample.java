package dev.tierwise.eval.sweep;

import dev.tierwise.eval.metrics.Curve;
import dev.tierwise.eval.metrics.Ranked;
import dev.tierwise.eval.rows.Costs;
import org.jspecify.annotations.Nullable;

/** One router over one weighting of its rows: the rows themselves, or a bootstrap draw of them. */
final class Sample {
    private final Sorted sorted;
    private final double[] weight;
    private final Curve quality;
    private final @Nullable Curve cost;

    Sample(Sorted sorted, double[] weight) {
        Ranked ranked = sorted.router().ranked();
        Costs costs = sorted.set().costs();
        this.sorted = sorted;
        this.weight = weight;
        this.quality = Curve.of(ranked, sorted.set().strong(), sorted.set().weak(), weight);
        this.cost = costs == null ? null : Curve.of(ranked, costs.strong(), costs.weak(), weight);
    }

    Sorted sorted() {
        return sorted;
    }

    double[] win() {
        return sorted.set().win();
    }

    double[] squaredErrors() {
        return sorted.squaredErrors();
    }

    double[] logLosses() {
        return sorted.logLosses();
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
