package dev.tierwise.eval.sweep;

import dev.tierwise.eval.metrics.Interval;

/**
 * A figure and its 95 % interval, all NaN where it has no meaning.
 *
 * @param value on the rows as they are
 * @param interval over bootstrap draws of the rows
 */
public record Estimate(double value, Interval interval) {
    static final Estimate NONE = new Estimate(Double.NaN, Interval.NONE);
}
