package dev.tierwise.eval.calibrate;

import dev.tierwise.eval.calibrate.Effect.Aspect;
import dev.tierwise.eval.metrics.Bootstrap;
import dev.tierwise.eval.metrics.Bootstrap.Draws;
import dev.tierwise.eval.metrics.Interval;
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

    /** A value and its interval. */
    public record Measured(double value, Interval interval) {}

    /** Measures a threshold on rows. */
    public static Outlook of(EvalSet set, RouterScores router, double threshold, Bootstrap bootstrap) {
        Effect effect = new Effect(set, router, threshold, set.weight());
        Draws draws = bootstrap.draw(
                set.promptNumbers(), set.weight(), weight -> new Effect(set, router, threshold, weight).all());
        return new Outlook(
                threshold,
                measured(effect, draws, Aspect.SHARE),
                measured(effect, draws, Aspect.QUALITY),
                measured(effect, draws, Aspect.KEPT_QUALITY),
                measured(effect, draws, Aspect.LOSS),
                measured(effect, draws, Aspect.COST_PER_1000),
                measured(effect, draws, Aspect.SAVING));
    }

    private static Measured measured(Effect effect, Draws draws, Aspect aspect) {
        return new Measured(effect.of(aspect), draws.interval(Aspect.ALL.indexOf(aspect)));
    }
}
