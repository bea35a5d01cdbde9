package dev.tierwise.eval.scores;

import dev.tierwise.eval.metrics.Columns;
import dev.tierwise.eval.metrics.Ranked;
import java.util.Arrays;

/** A router as evaluation sees it: one score per row of a set, higher meaning "send to strong first". */
public final class RouterScores {
    private final String name;
    private final Kind kind;
    private final double[] score;
    private final double[] place;
    private final boolean probability;
    private final Ranked ranked;
    private final Ranked predicted;

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

    private RouterScores(String name, Kind kind, double[] score, double[] place, boolean probability) {
        this.name = name;
        this.kind = kind;
        this.score = score;
        this.place = place;
        this.probability = probability;
        this.ranked = Ranked.of(place);
        this.predicted = Arrays.equals(place, score) ? ranked : Ranked.of(score);
    }

    /** A router; its scores are read as win probabilities where all of them are in 0..1. */
    public static RouterScores router(String name, double[] score) {
        return crossValidated(name, score, score);
    }

    /**
     * A router of several fits, each of which scored some rows.
     *
     * @param place what the rows are ranked by, see {@link dev.tierwise.eval.metrics.Places}
     */
    static RouterScores crossValidated(String name, double[] score, double[] place) {
        return new RouterScores(
                name, Kind.ROUTER, score, place, Arrays.stream(score).allMatch(s -> s >= 0 && s <= 1));
    }

    static RouterScores baseline(String name, double[] score) {
        return new RouterScores(name, Kind.BASELINE, score, score, false);
    }

    static RouterScores constant(String name, Kind kind, int rows) {
        double[] equal = new double[rows];
        return new RouterScores(name, kind, equal, equal, false);
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

    /** The rows in the order in which they go to strong. */
    public Ranked ranked() {
        return ranked;
    }

    /** The rows in the order of their scores, which is the same unless several fits scored them. */
    public Ranked predicted() {
        return predicted;
    }

    /** Whether the rows go to strong in the order of their scores, so that each cut of them is a threshold. */
    public boolean hasThresholds() {
        return ranked == predicted;
    }

    /** The scores of some rows, in the given order. */
    public RouterScores pick(int[] rows) {
        return new RouterScores(name, kind, Columns.pick(score, rows), Columns.pick(place, rows), probability);
    }
}
