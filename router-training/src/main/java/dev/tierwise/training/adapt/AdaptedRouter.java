package dev.tierwise.training.adapt;

import dev.tierwise.training.head.Calibration;

/** An adapted score and its calibration: features and the other router's score in, win probability out. */
public record AdaptedRouter(AdaptedScore score, Calibration calibration) {
    /** The calibrated win probability of one row, in 0..1. */
    public double winProbability(float[] features, double priorScore) {
        return calibration.apply(score.score(features, priorScore));
    }
}
