package dev.tierwise.core.strategy;

import java.util.OptionalDouble;

/**
 * What has been measured of a request before the stages run.
 *
 * @param winProbability calibrated probability that the strong tier's answer beats the weak one's, in 0..1; empty where
 *     there was no text to score
 */
public record Signals(OptionalDouble winProbability) {
    public static final Signals NONE = new Signals(OptionalDouble.empty());

    public static Signals of(double winProbability) {
        return new Signals(OptionalDouble.of(winProbability));
    }
}
