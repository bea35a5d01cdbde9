package dev.tierwise.training.head;

import dev.tierwise.core.prompt.token.WordBag;

/** One member of a {@link Stack}: a score of its own, fitted to the gain. */
public sealed interface Part permits WordsPart, TreesPart, LinearPart {
    /** Scores one row. */
    double score(float[] features, WordBag words);

    /** A number no score exceeds in size. */
    double bound();
}
