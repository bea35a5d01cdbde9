package dev.tierwise.training.head;

import dev.tierwise.core.prompt.token.WordBag;

/** All that was fitted, in double precision. The exported graph is held to what this computes. */
public sealed interface Fitted permits FittedRouter, FittedStack {
    HeadFamily family();

    /** The score of one row before calibration. */
    double score(float[] features, WordBag words);

    /** The calibrated win probability of one row, in 0..1. */
    double winProbability(float[] features, WordBag words);

    /** How scores became probabilities, for the manifest. */
    String calibrationMethod();
}
