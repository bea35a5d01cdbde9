package dev.tierwise.core.score;

import dev.tierwise.core.prompt.token.WordBag;

/** A fitted head: features in, calibrated numbers out. Thread-safe. */
public interface Scorer extends AutoCloseable {
    /** How many features a row has. */
    int inputs();

    /** 1 for a win probability, the number of tiers for one quality per tier. */
    int outputs();

    /** Whether the words matter to it; where not, {@link WordBag#EMPTY} will do. */
    boolean readsWords();

    /**
     * Scores one row.
     *
     * @param features {@code inputs()} values in the order of the bundle's feature schema
     * @param into receives {@code outputs()} values in 0..1
     */
    void score(float[] features, WordBag words, float[] into);

    /** Scores one row by a head that reads no words. */
    default void score(float[] features, float[] into) {
        if (readsWords()) {
            throw new IllegalArgumentException("this head reads words, too");
        }
        score(features, WordBag.EMPTY, into);
    }

    /** Frees native memory. No call may be under way. */
    @Override
    void close();
}
