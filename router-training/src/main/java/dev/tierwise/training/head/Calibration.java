package dev.tierwise.training.head;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A strictly increasing map from score to win probability: the sigmoid of a piecewise linear function, which goes on in a
 * straight line beyond its ends. Platt scaling is the case of one piece. Strictly increasing, because a plateau would
 * merge ranks and make some strong shares unreachable.
 */
public final class Calibration {
    /** From this many rows on the data can say more than a straight line does. */
    public static final int ROWS_FOR_ISOTONIC = 1000;

    private static final double SMALLEST_BLOCK = 0.02;
    private static final double LEAST_STEP = 1e-4;
    /** Of the deviation of the scores: a steeper piece would be lost in float32. */
    private static final double LEAST_WIDTH = 1e-2;

    private static final int NEWTON_STEPS = 50;
    private static final double LEAST_PART = 1e-10;
    /** Of a sum of losses: by so much it may seem to rise where it does not. */
    private static final double ROUNDING = 1e-9;

    private final String method;
    private final double[] knots;
    private final double[] logits;

    private Calibration(String method, double[] knots, double[] logits) {
        this.method = method;
        this.knots = knots;
        this.logits = logits;
    }

    /**
     * Fits to rows that the head has not seen: isotonic regression from {@link #ROWS_FOR_ISOTONIC} rows on, Platt
     * scaling below.
     *
     * @param win in 0..1, without NaN
     */
    public static Calibration fit(double[] score, double[] win, double[] weight) {
        Line line = Line.platt(score, win, weight);
        return score.length < ROWS_FOR_ISOTONIC ? platt(line, score) : isotonic(line, score, win, weight);
    }

    /** Platt scaling, however many rows there are. */
    public static Calibration platt(double[] score, double[] win, double[] weight) {
        return platt(Line.platt(score, win, weight), score);
    }

    private static Calibration platt(Line line, double[] score) {
        double low = Arrays.stream(score).min().orElseThrow();
        double high = Math.max(low + 1e-3, Arrays.stream(score).max().orElseThrow());
        return new Calibration("platt", new double[] {low, high}, new double[] {line.at(low), line.at(high)});
    }

    /**
     * Pools adjacent violators (Ayer et al. 1955), then joins the middles of the blocks instead of keeping them as steps.
     * Beyond the outermost blocks the Platt line's slope carries on.
     */
    private static Calibration isotonic(Line line, double[] score, double[] win, double[] weight) {
        Integer[] order = IntStream.range(0, score.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> score[i]));
        double total = Arrays.stream(weight).sum();
        double wins = IntStream.range(0, win.length)
                .mapToDouble(i -> weight[i] * win[i])
                .sum();
        double atLeast = 1 / (total + 2);
        double base = Math.clamp(wins / total, atLeast, 1 - atLeast);
        double narrowest = LEAST_WIDTH * line.deviation();
        Block[] blocks = new Block[order.length];
        int count = 0;
        for (int i : order) {
            Block block = new Block(weight[i], weight[i] * score[i], weight[i] * win[i]);
            while (count > 0 && blocks[count - 1].mustJoin(block, base, SMALLEST_BLOCK * total, narrowest)) {
                block = blocks[--count].join(block);
            }
            blocks[count++] = block;
        }
        double[] knots = new double[count + 2];
        double[] logits = new double[count + 2];
        for (int b = 0; b < count; b++) {
            knots[b + 1] = blocks[b].middle();
            logits[b + 1] = blocks[b].logit(base);
        }
        double reach = 1 / line.slope();
        knots[0] = knots[1] - reach;
        logits[0] = logits[1] - 1;
        knots[count + 1] = knots[count] + reach;
        logits[count + 1] = logits[count] + 1;
        return new Calibration("isotonic", knots, logits);
    }

    /** {@code platt} or {@code isotonic}. */
    public String method() {
        return method;
    }

    /** How many pieces the line has, at least 1. */
    public int pieces() {
        return knots.length - 1;
    }

    /** Score at which piece {@code i} begins; {@code pieces()} gives the end of the last one. */
    public double knot(int i) {
        return knots[i];
    }

    /** Log-odds of a win at {@link #knot}. */
    public double logit(int i) {
        return logits[i];
    }

    /** The win probability at a score, in 0..1. */
    public double apply(double score) {
        int found = Arrays.binarySearch(knots, score);
        int below = Math.clamp(found >= 0 ? found : -found - 2, 0, pieces() - 1);
        double slope = (logits[below + 1] - logits[below]) / (knots[below + 1] - knots[below]);
        return sigmoid(logits[below] + slope * (score - knots[below]));
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    /** A run of rows with one mean label, pulled by one row's worth towards the base rate so that its odds are finite. */
    private record Block(double weight, double scoreSum, double winSum) {
        double mean(double base) {
            return (winSum + base) / (weight + 1);
        }

        double logit(double base) {
            double p = mean(base);
            return Math.log(p / (1 - p));
        }

        double middle() {
            return scoreSum / weight;
        }

        boolean mustJoin(Block next, double base, double smallest, double narrowest) {
            return weight < smallest
                    || next.logit(base) - logit(base) < LEAST_STEP
                    || next.middle() - middle() < narrowest;
        }

        Block join(Block next) {
            return new Block(weight + next.weight, scoreSum + next.scoreSum, winSum + next.winSum);
        }
    }

    /**
     * Log-odds as a straight line of the score; the slope is above 0.
     *
     * @param deviation standard deviation of the scores it was fitted to
     */
    private record Line(double intercept, double slope, double deviation) {
        double at(double score) {
            return intercept + slope * score;
        }

        /**
         * Fits by Newton's method with backtracking and Platt's targets, which keep the odds finite where the classes are
         * separable (Platt 1999; Lin, Lin and Weng 2007).
         */
        static Line platt(double[] score, double[] win, double[] weight) {
            double total = 0;
            double mean = 0;
            double wins = 0;
            for (int i = 0; i < score.length; i++) {
                total += weight[i];
                mean += weight[i] * score[i];
                wins += weight[i] * win[i];
            }
            mean /= total;
            double variance = 0;
            for (int i = 0; i < score.length; i++) {
                variance += weight[i] * (score[i] - mean) * (score[i] - mean);
            }
            // Scores that hardly differ are all one; the floor keeps the line within what float32 can follow.
            double floor = Math.max(1e-6, 1e-3 * Math.abs(mean));
            double deviation = Math.max(Math.sqrt(variance / total), floor);
            double high = (wins + 1) / (wins + 2);
            double low = 1 / (total - wins + 2);
            double a = 0;
            double b = Math.log((wins + 1) / (total - wins + 1));
            Targets targets = new Targets(score, win, weight, mean, deviation, low, high);
            double before = targets.loss(a, b) * (1 + ROUNDING);
            for (int step = 0; step < NEWTON_STEPS; step++) {
                double ga = 0;
                double gb = 0;
                double haa = 1e-9;
                double hab = 0;
                double hbb = 1e-9;
                for (int i = 0; i < score.length; i++) {
                    double x = (score[i] - mean) / deviation;
                    double p = sigmoid(a * x + b);
                    double miss = weight[i] * (p - (low + win[i] * (high - low)));
                    double curvature = weight[i] * p * (1 - p);
                    ga += miss * x;
                    gb += miss;
                    haa += curvature * x * x;
                    hab += curvature * x;
                    hbb += curvature;
                }
                double det = haa * hbb - hab * hab;
                double da = (hbb * ga - hab * gb) / det;
                double db = (haa * gb - hab * ga) / det;
                // Where few rows tell the classes apart, a whole step can lead far beyond the minimum, and the next
                // further.
                double part = 1;
                double after = targets.loss(a - da, b - db);
                while (!(after <= before) && part > LEAST_PART) {
                    part /= 2;
                    after = targets.loss(a - part * da, b - part * db);
                }
                if (!(after <= before)) {
                    break;
                }
                a -= part * da;
                b -= part * db;
                before = after * (1 + ROUNDING);
                if (part * (Math.abs(da) + Math.abs(db)) < 1e-10) {
                    break;
                }
            }
            // A head that ranks backwards on these rows is noise; a flat line in its favour keeps the order it gave.
            double slope = Math.max(a, 1e-2) / deviation;
            return new Line(b - slope * mean, slope, deviation);
        }
    }

    /** What a line is fitted to: Platt's targets, {@code low} for a loss and {@code high} for a win. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Targets(
            double[] score, double[] win, double[] weight, double mean, double deviation, double low, double high) {
        /** The log loss of the line {@code a x + b}, x being the standardised score. */
        double loss(double a, double b) {
            double loss = 0;
            for (int i = 0; i < score.length; i++) {
                double z = a * (score[i] - mean) / deviation + b;
                double target = low + win[i] * (high - low);
                loss += weight[i] * (Math.max(z, 0) - target * z + Math.log1p(Math.exp(-Math.abs(z))));
            }
            return loss;
        }
    }
}
