package dev.tierwise.eval.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How far predicted win probabilities are from what happened. In all of them {@code win} is a probability in 0..1 and NaN
 * leaves the row out; the result is NaN where no row is left.
 */
public final class CalibrationError {
    /** Keeps the log loss of a certain but wrong prediction finite. */
    private static final double EPSILON = 1e-12;

    /** Equal-mass bins of every calibration error that is printed. */
    public static final int BINS = 15;

    private static final int NULL_ROUNDS = 1000;

    private CalibrationError() {}

    /**
     * One bin of a reliability diagram.
     *
     * @param low lowest probability in the bin
     * @param high highest probability in the bin
     * @param predicted mean probability
     * @param observed mean of what happened
     * @param weight how many rows it holds
     */
    public record Bin(double low, double high, double predicted, double observed, double weight) {}

    /** Mean squared distance between probability and outcome. */
    public static double brier(double[] probability, double[] win, double[] weight) {
        return Columns.mean(squaredErrors(probability, win), weight);
    }

    /** What each row adds to {@link #brier}, for those who weigh the same rows many times; NaN where it is left out. */
    public static double[] squaredErrors(double[] probability, double[] win) {
        double[] errors = new double[win.length];
        Arrays.setAll(errors, i -> (probability[i] - win[i]) * (probability[i] - win[i]));
        return errors;
    }

    /**
     * Negative log likelihood of each row, in nats, whose mean is the log loss; probabilities are kept 1e-12 away from 0
     * and 1. NaN where the row is left out.
     */
    public static double[] logLosses(double[] probability, double[] win) {
        double[] losses = new double[win.length];
        Arrays.setAll(losses, i -> {
            double p = Math.clamp(probability[i], EPSILON, 1 - EPSILON);
            return -(win[i] * Math.log(p) + (1 - win[i]) * Math.log1p(-p));
        });
        return losses;
    }

    /** As {@link #ece(Ranked, double[], double[], int)}, sorting first. */
    public static double ece(double[] probability, double[] win, double[] weight, int bins) {
        return ece(Ranked.of(probability), win, weight, bins);
    }

    /**
     * Expected calibration error over equal-mass bins: the mean distance between predicted and observed, weighted by
     * bin. It is never 0 on real data; {@link #eceNull} says what a perfect router would show.
     */
    public static double ece(Ranked probability, double[] win, double[] weight, int bins) {
        double sum = 0;
        double total = 0;
        for (Bin bin : reliability(probability, win, weight, bins)) {
            sum += bin.weight() * Math.abs(bin.predicted() - bin.observed());
            total += bin.weight();
        }
        return sum / total;
    }

    /**
     * Equal-mass bins, lowest probability first. Equal probabilities are never split, so that there may be fewer bins
     * than asked for.
     *
     * @param probability rows ranked by their predicted probability
     */
    public static List<Bin> reliability(Ranked probability, double[] win, double[] weight, int bins) {
        if (bins < 1) {
            throw new IllegalArgumentException("bins is " + bins + ", it must be at least 1");
        }
        double total = 0;
        for (int i = 0; i < win.length; i++) {
            total += Double.isNaN(win[i]) ? 0 : weight[i];
        }
        List<Bin> result = new ArrayList<>(bins);
        double low = 0;
        double done = 0;
        double mass = 0;
        double predicted = 0;
        double observed = 0;
        for (int group = probability.groups() - 1; group >= 0; group--) {
            double score = probability.score(group);
            for (int place = group == 0 ? 0 : probability.end(group - 1); place < probability.end(group); place++) {
                int row = probability.row(place);
                double w = weight[row];
                if (!Double.isNaN(win[row])) {
                    low = mass == 0 ? score : low;
                    mass += w;
                    predicted += w * score;
                    observed += w * win[row];
                }
            }
            boolean full = (done + mass) * bins >= total * (result.size() + 1) * (1 - 1e-12);
            if (mass > 0 && (full || group == 0)) {
                result.add(new Bin(low, score, predicted / mass, observed / mass, mass));
                done += mass;
                mass = predicted = observed = 0;
            }
        }
        return result;
    }

    /**
     * What chance alone makes of the ECE.
     *
     * @param interval where 95 of 100 draws lie
     * @param point95 what 95 of 100 draws do not exceed
     */
    public record Null(Interval interval, double point95) {
        /** Where ECE has no meaning. */
        public static final Null NONE = new Null(Interval.NONE, Double.NaN);
    }

    /**
     * The ECE that these very probabilities would show if they were perfectly calibrated: outcomes are drawn from them,
     * {@link #NULL_ROUNDS} times. An ECE not above {@code point95} is no evidence against the calibration.
     *
     * @param weight how many rows each counts for; 0 leaves one out
     */
    public static Null eceNull(double[] probability, double[] weight, int bins, long seed) {
        Ranked ranked = Ranked.of(probability);
        SplittableRandom random = new SplittableRandom(seed);
        double[] draws = new double[NULL_ROUNDS];
        double[] win = new double[probability.length];
        for (int round = 0; round < draws.length; round++) {
            for (int i = 0; i < win.length; i++) {
                win[i] = random.nextDouble() < probability[i] ? 1 : 0;
            }
            draws[round] = ece(ranked, win, weight, bins);
        }
        // The upper end of an interval that leaves out a twentieth on either side.
        return new Null(
                Interval.of(draws, Interval.LEVEL), Interval.of(draws, 0.9).hi());
    }
}
