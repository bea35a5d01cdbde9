package dev.tierwise.eval.router;

import dev.tierwise.eval.metrics.Ranked;
import java.util.Arrays;

/** A router as evaluation sees it: one score per row of a set, higher meaning "send to strong first". */
public final class RouterScores {
    private final String name;
    private final Kind kind;
    private final double[] score;
    private final boolean probability;
    private final Ranked ranked;

    /** Where the scores come from. */
    public enum Kind {
        /** Something that could be served. */
        ROUTER,
        /** Something to be compared with. */
        BASELINE,
        /** A baseline that sends every prompt to strong. */
        ALWAYS_STRONG,
        /** A baseline that sends every prompt to weak. */
        ALWAYS_WEAK
    }

    private RouterScores(String name, Kind kind, double[] score, boolean probability) {
        this.name = name;
        this.kind = kind;
        this.score = score;
        this.probability = probability;
        this.ranked = Ranked.of(score);
    }

    /** A router; its scores are read as win probabilities where all of them are in 0..1. */
    public static RouterScores router(String name, double[] score) {
        return new RouterScores(name, Kind.ROUTER, score, Arrays.stream(score).allMatch(s -> s >= 0 && s <= 1));
    }

    static RouterScores baseline(String name, double[] score) {
        return new RouterScores(name, Kind.BASELINE, score, false);
    }

    static RouterScores constant(String name, Kind kind, int rows) {
        return new RouterScores(name, kind, new double[rows], false);
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether it is there to be compared with. */
    public boolean isBaseline() {
        return kind != Kind.ROUTER;
    }

    /** Whether it has no curve, only one point. */
    public boolean isConstant() {
        return kind == Kind.ALWAYS_STRONG || kind == Kind.ALWAYS_WEAK;
    }

    /** One per row, not to be changed. */
    public double[] score() {
        return score;
    }

    /** Whether the scores are win probabilities, so that calibration has a meaning. */
    public boolean isProbability() {
        return probability;
    }

    public Ranked ranked() {
        return ranked;
    }

    /** The scores of some rows, in the given order. */
    public RouterScores pick(int[] rows) {
        double[] picked = Arrays.stream(rows).mapToDouble(row -> score[row]).toArray();
        return new RouterScores(name, kind, picked, probability);
    }
}
