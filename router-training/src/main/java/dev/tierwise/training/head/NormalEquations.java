package dev.tierwise.training.head;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Sums over rows from which ridge solutions follow, those of several targets with one factorisation. Not thread-safe while
 * rows are added.
 */
public final class NormalEquations {
    private final int d;
    private final OuterProducts gram;
    private final double[] features;
    /** By feature and target. */
    private final double[][] products;

    private final double[] targets;
    private double weight;

    public NormalEquations(int features, int targets) {
        this.d = features;
        gram = new OuterProducts(d);
        this.features = new double[d];
        products = new double[d][targets];
        this.targets = new double[targets];
    }

    /**
     * Adds a row.
     *
     * @param z its features, which the caller leaves as they are
     * @param y its targets
     * @param w its weight
     */
    public void add(double[] z, double[] y, double w) {
        gram.add(z, w);
        for (int j = 0; j < d; j++) {
            features[j] += w * z[j];
            for (int t = 0; t < y.length; t++) {
                products[j][t] += w * z[j] * y[t];
            }
        }
        for (int t = 0; t < y.length; t++) {
            targets[t] += w * y[t];
        }
        weight += w;
    }

    /** Adds the rows of {@code other}, each as {@code times}. */
    public void add(NormalEquations other, double times) {
        gram.add(other.gram, times);
        for (int j = 0; j < d; j++) {
            features[j] += times * other.features[j];
            for (int t = 0; t < targets.length; t++) {
                products[j][t] += times * other.products[j][t];
            }
        }
        for (int t = 0; t < targets.length; t++) {
            targets[t] += times * other.targets[t];
        }
        weight += times * other.weight;
    }

    /** The rows of this, each as {@code times}, and those of {@code other}, each as {@code otherTimes}. */
    public NormalEquations plus(double times, NormalEquations other, double otherTimes) {
        NormalEquations sum = new NormalEquations(d, targets.length);
        sum.add(this, times);
        sum.add(other, otherTimes);
        return sum;
    }

    /** Without the rows of {@code other}, which are among those of this. */
    public NormalEquations minus(NormalEquations other) {
        return plus(1, other, -1);
    }

    /** How many features there are. */
    public int features() {
        return d;
    }

    /** The weighted mean of a target. */
    public double mean(int target) {
        return targets[target] / weight;
    }

    /** The weighted mean of all targets. */
    public double mean() {
        return Arrays.stream(targets).sum() / (weight * targets.length);
    }

    /** A line per target, minimising the squared error plus {@code penalty * weight * |weights|^2}; the bias is free. */
    public Head.Linear[] solve(double penalty) {
        double[][] centred = gram.matrix();
        double[][] rights = new double[targets.length][d];
        for (int j = 0; j < d; j++) {
            double mean = features[j] / weight;
            for (int k = j; k < d; k++) {
                centred[j][k] -= mean * features[k];
            }
            centred[j][j] += penalty * weight;
            for (int t = 0; t < targets.length; t++) {
                rights[t][j] = products[j][t] - features[j] * mean(t);
            }
        }
        double[][] solutions = PositiveDefinite.solve(centred, rights);
        return IntStream.range(0, targets.length)
                .mapToObj(t -> {
                    double bias = mean(t);
                    for (int j = 0; j < d; j++) {
                        bias -= solutions[t][j] * features[j] / weight;
                    }
                    return new Head.Linear(solutions[t], bias);
                })
                .toArray(Head.Linear[]::new);
    }
}
