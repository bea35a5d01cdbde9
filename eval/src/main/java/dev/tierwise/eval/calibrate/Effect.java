package dev.tierwise.eval.calibrate;

import dev.tierwise.eval.rows.Costs;
import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.scores.RouterScores;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a threshold does to weighted rows: sums over them, and the figures these give. */
final class Effect {
    private static final double PER = 1000;

    private final @Nullable Costs costs;
    private double total;
    private double sent;
    private double quality;
    private double strongQuality;
    private double loss;
    private double cost;
    private double strongCost;

    /** A figure of it, with the meaning and the unit that {@link Outlook} gives it. */
    enum Aspect {
        SHARE,
        QUALITY,
        KEPT_QUALITY,
        LOSS,
        COST_PER_1000,
        SAVING;

        /** All of them, in order. */
        static final List<Aspect> ALL = List.of(values());
    }

    /** @param weight of each row of the set, in place of the set's own */
    Effect(EvalSet set, RouterScores router, double threshold, double[] weight) {
        costs = set.costs();
        for (int i = 0; i < weight.length; i++) {
            boolean strong = router.score()[i] >= threshold;
            double w = weight[i];
            total += w;
            sent += strong ? w : 0;
            quality += w * (strong ? set.strong()[i] : set.weak()[i]);
            strongQuality += w * set.strong()[i];
            loss += strong ? 0 : w * Math.max(0, set.strong()[i] - set.weak()[i]);
            if (costs != null) {
                cost += w * (strong ? costs.strong()[i] : costs.weak()[i]);
                strongCost += w * costs.strong()[i];
            }
        }
    }

    /** NaN where it has no meaning. */
    double of(Aspect aspect) {
        return switch (aspect) {
            case SHARE -> sent / total;
            case QUALITY -> quality / total;
            case KEPT_QUALITY -> strongQuality > 0 ? quality / strongQuality : Double.NaN;
            case LOSS -> loss / total;
            case COST_PER_1000 -> costs == null ? Double.NaN : PER * cost / total;
            case SAVING -> costs == null || !(strongCost > 0) ? Double.NaN : 1 - cost / strongCost;
        };
    }

    /** All of them, in the order of {@link Aspect#ALL}. */
    double[] all() {
        return Aspect.ALL.stream().mapToDouble(this::of).toArray();
    }
}
