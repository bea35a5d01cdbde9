package dev.tierwise.eval.scores;

import dev.tierwise.eval.rows.EvalSet;

/** What can score the rows of a set: a bundle, or a file that another router wrote. */
public sealed interface ScoreSource permits BundleScores, ScoresFile {
    /** Its name in tables. */
    String name();

    /** The scores of all rows of a set. */
    RouterScores over(EvalSet set);

    /** Whether it was fitted to a file with this SHA-256, as far as it can tell. */
    boolean wasTrainedOn(String sha256);
}
