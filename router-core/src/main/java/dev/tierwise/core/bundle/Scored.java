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
     * @param encode tokenise and embed
     * @param features read the surface features
     * @param score run the head
     */
    public record Timings(double encode, double features, double score) {
        public static final Timings NONE = new Timings(0, 0, 0);

        public double total() {
            return encode + features + score;
        }
    }
}
