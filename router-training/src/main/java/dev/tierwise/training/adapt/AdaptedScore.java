package dev.tierwise.training.adapt;

import dev.tierwise.training.head.Head;
import dev.tierwise.training.head.Standardizer;

/**
 * The expected gain of a prompt: linear in its standardised features and in the score another router gives it, which is
 * clipped like them.
 *
 * @param priorWeight gain per unit of the other router's score
 * @param priorLow lowest score of the other router that is told from lower ones
 * @param priorHigh highest, alike
 */
public record AdaptedScore(
        Standardizer standardizer, Head.Linear head, double priorWeight, double priorLow, double priorHigh) {
    public double score(float[] features, double priorScore) {
        return head.score(standardizer.apply(features)) + priorWeight * Math.clamp(priorScore, priorLow, priorHigh);
    }

    /** A number no score exceeds in size. */
    public double bound() {
        return head.bound() + Math.abs(priorWeight) * Math.max(Math.abs(priorLow), Math.abs(priorHigh));
    }
}
