package dev.tierwise.core.bundle;

/**
 * A score and what it took.
 *
 * @param winProbability in 0..1
 */
public record Scored(double winProbability, Timings timings) {
    /**
     * Time by step, in microseconds.
     *
     * @param encode tokenise and embed; 0 where the text was scored before
     * @param features read the surface features; 0 where the text was scored before
     * @param score run the head, or find what it said before
     */
    public record Timings(double encode, double features, double score) {
        public static final Timings NONE = new Timings(0, 0, 0);

        /** Whether nothing was measured, since the same text had been scored before. */
        public boolean remembered() {
            return encode == 0 && score > 0;
        }

        public double total() {
            return encode + features + score;
        }
    }
}
