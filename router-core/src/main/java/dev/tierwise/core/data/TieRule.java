package dev.tierwise.core.data;

import dev.tierwise.core.data.Outcome.Needed;
import dev.tierwise.core.data.Outcome.Scores;
import dev.tierwise.core.data.Outcome.Verdict;
import java.util.OptionalDouble;

/**
 * When the strong tier counts as the winner. A win is a gain above {@code margin}; a loss is a gain below
 * {@code -margin}; all between is a tie, both right and both wrong alike.
 *
 * @param ties what a tie is worth
 * @param margin in the unit of the scores, 0 or more; does not touch labels, which say it themselves
 */
public record TieRule(Ties ties, double margin) {
    /** RouteLLM's rule: a tie goes to the cheaper tier. */
    public static final TieRule DEFAULT = new TieRule(Ties.WEAK, 0);

    /** What a tie is worth to the strong tier. */
    public enum Ties {
        /** Nothing: the weak tier will do. */
        WEAK,
        /** Half a win. */
        HALF,
        /** The row is left out of the fit, and counted. */
        DROP
    }

    public TieRule {
        if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("margin " + margin + " is not 0 or more");
        }
    }

    /** The probability that strong wins, in 0..1; empty where the rule drops the row. */
    public OptionalDouble win(Outcome outcome) {
        return switch (outcome) {
            case Needed needed -> OptionalDouble.of(needed.probability());
            case Scores scores -> bySign(scores.gain(), margin);
            case Verdict verdict -> bySign(verdict.gain(), 0);
        };
    }

    private OptionalDouble bySign(double gain, double tolerance) {
        if (gain > tolerance) {
            return OptionalDouble.of(1);
        }
        if (gain < -tolerance) {
            return OptionalDouble.of(0);
        }
        return switch (ties) {
            case WEAK -> OptionalDouble.of(0);
            case HALF -> OptionalDouble.of(0.5);
            case DROP -> OptionalDouble.empty();
        };
    }
}
