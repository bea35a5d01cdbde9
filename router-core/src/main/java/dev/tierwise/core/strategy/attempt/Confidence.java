package dev.tierwise.core.strategy.attempt;

import java.util.Locale;

/**
 * The model was sure of its words, by the mean log-probability of its tokens. Says nothing where the provider gave none.
 *
 * @param min lowest mean, below 0
 */
public record Confidence(double min) implements Check {
    @Override
    public String name() {
        return "confidence";
    }

    @Override
    public Verdict look(Asked asked, Answer answer, Completion completion) {
        double mean = answer.meanLogProbability().orElse(0);
        return mean >= min
                ? Verdict.ACCEPTED
                : Verdict.rejected(String.format(Locale.ROOT, "mean log-probability %.3f < %.3f", mean, min));
    }
}
