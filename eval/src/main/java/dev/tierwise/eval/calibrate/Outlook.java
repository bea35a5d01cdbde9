package dev.tierwise.eval.calibrate;

import dev.tierwise.eval.metrics.Bootstrap;
import dev.tierwise.eval.metrics.Bootstrap.Draws;
import dev.tierwise.eval.metrics.Interval;
import dev.tierwise.eval.rows.Costs;
import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.scores.RouterScores;

/**
 * What a threshold does to some rows, with 95 % intervals.
 *
 * @param threshold strong where the score is at least this
 * @param share of prompts that go to strong
 * @param quality mean quality of the answers
 * @param keptQuality the same as a part of the strong tier's; NaN where that is 0
 * @param loss mean of what strong would have added to the prompts that go to weak
 * @param costPer1000 dollars per 1,000 prompts; NaN without prices
 * @param saving part of the cost of "all strong" that is saved; NaN without prices, or where strong costs nothing
 */
public record Outlook(
        double threshold,
        Measured share,
        Measured quality,
        Measured keptQuality,
        Measured loss,
        Measured costPer1000,
        Measured saving) {

    private static final double PER = 1000;

    /** A value and its interval. */
    public record Measured(double value, Interval interval) {}

    /** Measures a threshold on rows. */
    public static Outlook of(EvalSet set, RouterScores router, double threshold, Bootstrap bootstrap) {
        double[] values = values(set, router, threshold, set.weight());
        Draws draws = bootstrap.draw(set.weight(), weight -> values(set, router, threshold, weight));
        return new Outlook(
                threshold,
                measured(values, draws, 0),
                measured(values, draws, 1),
                measured(values, draws, 2),
                measured(values, draws, 3),
                measured(values, draws, 4),
                measured(values, draws, 5));
    }

    private static Measured measured(double[] values, Draws draws, int index) {
        return new Measured(values[index], draws.interval(index));
    }

    /** Share, quality, kept quality, loss, cost per 1,000 and saving. */
    static double[] values(EvalSet set, RouterScores router, double threshold, double[] weight) {
        double total = 0;
        double sent = 0;
        double quality = 0;
        double strongQuality = 0;
        double loss = 0;
        double cost = 0;
        double strongCost = 0;
        Costs costs = set.costs();
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
        return new double[] {
            sent / total,
            quality / total,
            strongQuality > 0 ? quality / strongQuality : Double.NaN,
            loss / total,
            costs == null ? Double.NaN : PER * cost / total,
            costs == null || !(strongCost > 0) ? Double.NaN : 1 - cost / strongCost
        };
    }
}
