package dev.tierwise.training;

import dev.tierwise.eval.metrics.Discrimination;
import dev.tierwise.training.head.Fitted;
import dev.tierwise.training.head.FittedRouter;
import dev.tierwise.training.head.FittedStack;
import dev.tierwise.training.head.Rows;
import java.util.Arrays;

/** The rows a router was calibrated on, before and after. */
final class Calibrated {
    private final Rows rows;
    private final double[] score;
    private final double[] win;

    private Calibrated(Rows rows, double[] score, double[] win) {
        this.rows = rows;
        this.score = score;
        this.win = win;
    }

    static Calibrated of(Fitted fitted, TrainingSet set) {
        return switch (fitted) {
            case FittedStack stack -> new Calibrated(stack.rows(), stack.outOfFold(), stack.outOfFoldWin());
            case FittedRouter router -> {
                Rows rows = set.calibrating();
                yield new Calibrated(
                        rows,
                        Arrays.stream(rows.features())
                                .mapToDouble(router::score)
                                .toArray(),
                        Arrays.stream(rows.features())
                                .mapToDouble(router::winProbability)
                                .toArray());
            }
        };
    }

    int size() {
        return rows.size();
    }

    /** Calibrated win probability of each row by what had not been fitted to it, in 0..1. */
    double[] win() {
        return win;
    }

    double aurocOfScores() {
        return auroc(score);
    }

    double aurocOfWins() {
        return auroc(win);
    }

    private double auroc(double[] order) {
        double[] wins = new double[rows.size()];
        double[] weight = new double[rows.size()];
        for (int i = 0; i < wins.length; i++) {
            boolean labelled = !Double.isNaN(rows.win()[i]);
            wins[i] = labelled ? rows.win()[i] : 0;
            weight[i] = labelled ? rows.weight()[i] : 0;
        }
        return Discrimination.auroc(order, wins, weight);
    }
}
