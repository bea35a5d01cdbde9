package dev.tierwise.training.measure;

import dev.tierwise.eval.metrics.Discrimination;
import dev.tierwise.training.head.Fitted;
import dev.tierwise.training.head.FittedRouter;
import dev.tierwise.training.head.FittedStack;
import dev.tierwise.training.head.Rows;
import dev.tierwise.training.rows.TrainingSet;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The rows a router was calibrated on, before and after, and what else it has not been fitted to. */
public final class Calibrated {
    private final Rows rows;
    private final double[] score;
    private final double[] win;
    private final double[] weight;

    /** @param win of the rows and, behind them, of rows that the tie rule leaves out; alike {@code weight} */
    private Calibrated(Rows rows, double[] score, double[] win, double[] weight) {
        this.rows = rows;
        this.score = score;
        this.win = win;
        this.weight = weight;
    }

    public static Calibrated of(Fitted fitted, TrainingSet set) {
        return switch (fitted) {
            case FittedStack stack -> {
                Rows left = set.unlabelled();
                yield new Calibrated(
                        stack.rows(),
                        stack.outOfFold(),
                        concat(
                                stack.outOfFoldWin(),
                                IntStream.range(0, left.size())
                                        .mapToDouble(i -> stack.winProbability(left.features()[i], left.words()[i]))
                                        .toArray()),
                        concat(stack.rows().weight(), left.weight()));
            }
            case FittedRouter router -> {
                Rows rows = set.calibrating();
                yield new Calibrated(
                        rows,
                        Arrays.stream(rows.features())
                                .mapToDouble(router::score)
                                .toArray(),
                        Arrays.stream(rows.features())
                                .mapToDouble(router::winProbability)
                                .toArray(),
                        rows.weight());
            }
        };
    }

    private static double[] concat(double[] first, double[] second) {
        return DoubleStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    public int size() {
        return rows.size();
    }

    /** Calibrated win probability of each row by what had not been fitted to it, in 0..1; ties that no fit sees included. */
    public double[] win() {
        return win;
    }

    /** How many rows each of {@link #win} stands for. */
    public double[] weight() {
        return weight;
    }

    public double aurocOfScores() {
        return auroc(score);
    }

    public double aurocOfWins() {
        return auroc(Arrays.copyOf(win, rows.size()));
    }

    private double auroc(double[] order) {
        double[] wins = new double[rows.size()];
        double[] counted = new double[rows.size()];
        for (int i = 0; i < wins.length; i++) {
            boolean labelled = !Double.isNaN(rows.win()[i]);
            wins[i] = labelled ? rows.win()[i] : 0;
            counted[i] = labelled ? rows.weight()[i] : 0;
        }
        return Discrimination.auroc(order, wins, counted);
    }
}
