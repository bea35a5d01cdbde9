package dev.tierwise.training.tiers;

import dev.tierwise.training.head.Head;
import dev.tierwise.training.head.NormalEquations;
import dev.tierwise.training.head.PositiveDefinite;
import dev.tierwise.training.head.Standardizer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A line in standardised features per tier, clipped to 0..1. The lines are ridge regressions of each tier's quality, put
 * together by joint shrinkage (Breiman and Friedman, "Predicting multivariate responses in multiple linear regression",
 * JRSS B 59, 1997): how far a tier's prediction moves from the tier's mean is itself regressed on how far the raw
 * predictions of all tiers move, on predictions for rows the lines had not seen. Half of those are made without the row's
 * fold, half without its whole category, so that what only holds among prompts of known kinds counts for less.
 *
 * <p>Routing looks at differences between tiers alone, and those are what is shrunk so hard. What all tiers have in common,
 * how difficult the prompt is, would be too timid by the same measure, so the mean line is replaced by one fitted for
 * itself: weakly penalised, its slope calibrated on predictions for folds it had not seen.
 */
public final class FittedTiers {
    /** Of the lines, relative to the rows' total weight: strong, because differences between tiers are what is used. */
    private static final double PENALTY = 30;

    /** The same for what all tiers have in common. */
    private static final double COMMON_PENALTY = 2;

    /** How strongly the joint shrinkage is held to {@link #KEPT}, relative to the mean variance of the predictions. */
    private static final double HOLD = 0.3;

    /** What is kept of a raw prediction's distance from the mean where nothing is known. */
    private static final double KEPT = 0.5;

    private final Standardizer standardizer;
    private final Head.Linear[] lines;

    private FittedTiers(Standardizer standardizer, Head.Linear[] lines) {
        this.standardizer = standardizer;
        this.lines = lines;
    }

    /** Fits to rows of at least two folds. */
    public static FittedTiers fit(TierRows rows) {
        Standardizer standardizer = Standardizer.fit(rows.features(), rows.weight());
        double[][] z = Arrays.stream(rows.features()).map(standardizer::apply).toArray(double[][]::new);
        NormalEquations none = new NormalEquations(standardizer.size(), rows.tiers());
        Shrinkage shrinkage = new Shrinkage(rows.tiers());
        NormalEquations all = none;
        for (int[] group : new int[][] {rows.folds(), rows.kinds()}) {
            int[] groups = IntStream.of(group).distinct().sorted().toArray();
            if (groups.length > 1) {
                NormalEquations[] parts = IntStream.of(groups)
                        .mapToObj(one -> sums(rows, z, group, one))
                        .toArray(NormalEquations[]::new);
                all = Arrays.stream(parts).reduce(none, (a, b) -> a.plus(1, b, 1));
                for (int g = 0; g < groups.length; g++) {
                    shrinkage.add(rows, z, group, groups[g], all.minus(parts[g]));
                }
            }
        }
        return new FittedTiers(standardizer, withCommon(shrinkage.of(all), common(all, rows, z), all.features()));
    }

    /** Those of the rows of a group. */
    private static NormalEquations sums(TierRows rows, double[][] z, int[] group, int wanted) {
        NormalEquations sums = new NormalEquations(z[0].length, rows.tiers());
        for (int i = 0; i < z.length; i++) {
            if (group[i] == wanted) {
                sums.add(z[i], rows.quality(i), rows.weight()[i]);
            }
        }
        return sums;
    }

    /** The mean of the tiers' weakly penalised lines, its slope calibrated out of fold. */
    private static Head.Linear common(NormalEquations all, TierRows rows, double[][] z) {
        double products = 0;
        double squares = 0;
        for (int fold : IntStream.of(rows.folds()).distinct().sorted().toArray()) {
            NormalEquations rest = all.minus(sums(rows, z, rows.folds(), fold));
            Head.Linear line = mean(rest.solve(COMMON_PENALTY), rest.features());
            double usual = rest.mean();
            for (int i = 0; i < z.length; i++) {
                if (rows.folds()[i] == fold) {
                    double moved = line.score(z[i]) - usual;
                    double truth = Arrays.stream(rows.quality(i)).average().orElse(0) - usual;
                    products += rows.weight()[i] * moved * truth;
                    squares += rows.weight()[i] * moved * moved;
                }
            }
        }
        double slope = squares > 0 ? Math.max(0, products / squares) : 0;
        Head.Linear line = mean(all.solve(COMMON_PENALTY), all.features());
        return plus(new Head.Linear(new double[all.features()], all.mean() * (1 - slope)), slope, line, all.features());
    }

    /** Lines with the same differences and another mean. */
    private static Head.Linear[] withCommon(Head.Linear[] lines, Head.Linear common, int size) {
        Head.Linear shift = plus(common, -1, mean(lines, size), size);
        return Arrays.stream(lines).map(line -> plus(line, 1, shift, size)).toArray(Head.Linear[]::new);
    }

    private static Head.Linear mean(Head.Linear[] lines, int size) {
        Head.Linear sum = new Head.Linear(new double[size], 0);
        for (Head.Linear line : lines) {
            sum = plus(sum, 1.0 / lines.length, line, size);
        }
        return sum;
    }

    private static Head.Linear plus(Head.Linear a, double times, Head.Linear b, int size) {
        double[] weights = new double[size];
        Arrays.setAll(weights, j -> a.weight(j) + times * b.weight(j));
        return new Head.Linear(weights, a.bias() + times * b.bias());
    }

    /** How raw predictions for unseen rows went together with what came of them. */
    private static final class Shrinkage {
        private final double[][] squares;
        /** By target, then by prediction. */
        private final double[][] products;

        Shrinkage(int tiers) {
            squares = new double[tiers][tiers];
            products = new double[tiers][tiers];
        }

        void add(TierRows rows, double[][] z, int[] group, int left, NormalEquations rest) {
            Head.Linear[] raw = rest.solve(PENALTY);
            int tiers = raw.length;
            double[] moved = new double[tiers];
            for (int i = 0; i < z.length; i++) {
                if (group[i] != left) {
                    continue;
                }
                for (int tier = 0; tier < tiers; tier++) {
                    moved[tier] = raw[tier].score(z[i]) - rest.mean(tier);
                }
                double w = rows.weight()[i];
                for (int a = 0; a < tiers; a++) {
                    for (int b = 0; b < tiers; b++) {
                        squares[a][b] += w * moved[a] * moved[b];
                        products[b][a] += w * moved[a] * (rows.quality(i)[b] - rest.mean(b));
                    }
                }
            }
        }

        /** The final lines of all rows, mixed. */
        Head.Linear[] of(NormalEquations all) {
            Head.Linear[] raw = all.solve(PENALTY);
            int tiers = raw.length;
            int size = all.features();
            double[][] mix = mix();
            return IntStream.range(0, tiers)
                    .mapToObj(tier -> {
                        double[] weights = new double[size];
                        double bias = all.mean(tier);
                        for (int a = 0; a < tiers; a++) {
                            bias += mix[tier][a] * (raw[a].bias() - all.mean(a));
                            for (int j = 0; j < weights.length; j++) {
                                weights[j] += mix[tier][a] * raw[a].weight(j);
                            }
                        }
                        return new Head.Linear(weights, bias);
                    })
                    .toArray(Head.Linear[]::new);
        }

        /** How much of each raw prediction is in a tier's final one, by tier. */
        private double[][] mix() {
            int tiers = squares.length;
            double trace = 0;
            for (int a = 0; a < tiers; a++) {
                trace += squares[a][a];
            }
            // Raw predictions that never move leave nothing to mix, and the system needs to be solvable all the same.
            double hold = HOLD * Math.max(trace, 1e-9) / tiers;
            for (int a = 0; a < tiers; a++) {
                squares[a][a] += hold;
                products[a][a] += hold * KEPT;
            }
            return PositiveDefinite.solve(squares, products);
        }
    }

    /** How features are centred, scaled and clipped. */
    public Standardizer standardizer() {
        return standardizer;
    }

    /** One line per tier, before clipping. */
    public Head.Linear line(int tier) {
        return lines[tier];
    }

    /** How many tiers there are. */
    public int tiers() {
        return lines.length;
    }

    /** The predicted quality of each tier, in 0..1. */
    public double[] quality(float[] features) {
        double[] z = standardizer.apply(features);
        return Arrays.stream(lines)
                .mapToDouble(line -> Math.clamp(line.score(z), 0, 1))
                .toArray();
    }
}
