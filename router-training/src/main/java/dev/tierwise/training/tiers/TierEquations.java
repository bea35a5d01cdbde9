package dev.tierwise.training.tiers;

import dev.tierwise.training.head.Head;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.tribuo.math.la.DenseMatrix;

/** Sums over rows from which the ridge solutions of all tiers follow, with one factorisation. */
final class TierEquations {
    private final double[][] gram;
    private final double[] features;
    private final double[][] products;
    private final double[] targets;
    private double weight;

    TierEquations(int features, int tiers) {
        this.gram = new double[features][features];
        this.features = new double[features];
        this.products = new double[features][tiers];
        this.targets = new double[tiers];
    }

    /** The rows of a group. */
    static TierEquations of(TierRows rows, double[][] z, int[] group, int wanted) {
        TierEquations sums = new TierEquations(z[0].length, rows.tiers());
        for (int i = 0; i < z.length; i++) {
            if (group[i] == wanted) {
                sums.add(z[i], rows.quality(i), rows.weight()[i]);
            }
        }
        return sums;
    }

    private void add(double[] z, double[] quality, double w) {
        for (int j = 0; j < z.length; j++) {
            double scaled = w * z[j];
            double[] row = gram[j];
            for (int k = 0; k <= j; k++) {
                row[k] += scaled * z[k];
            }
            features[j] += scaled;
            for (int tier = 0; tier < quality.length; tier++) {
                products[j][tier] += scaled * quality[tier];
            }
        }
        for (int tier = 0; tier < quality.length; tier++) {
            targets[tier] += w * quality[tier];
        }
        weight += w;
    }

    /** This and {@code times} the other. */
    TierEquations plus(double times, TierEquations other) {
        TierEquations sum = new TierEquations(features.length, targets.length);
        for (int j = 0; j < features.length; j++) {
            for (int k = 0; k <= j; k++) {
                sum.gram[j][k] = gram[j][k] + times * other.gram[j][k];
            }
            sum.features[j] = features[j] + times * other.features[j];
            for (int tier = 0; tier < targets.length; tier++) {
                sum.products[j][tier] = products[j][tier] + times * other.products[j][tier];
            }
        }
        for (int tier = 0; tier < targets.length; tier++) {
            sum.targets[tier] = targets[tier] + times * other.targets[tier];
        }
        sum.weight = weight + times * other.weight;
        return sum;
    }

    int features() {
        return features.length;
    }

    /** Mean quality of a tier. */
    double mean(int tier) {
        return targets[tier] / weight;
    }

    /** Mean quality of all tiers. */
    double mean() {
        return Arrays.stream(targets).sum() / (weight * targets.length);
    }

    /** A line per tier, minimising the squared error plus {@code penalty * weight * |weights|^2}; the bias is free. */
    Head.Linear[] solve(double penalty) {
        int d = features.length;
        double[][] centred = new double[d][d];
        double[][] right = new double[d][targets.length];
        for (int j = 0; j < d; j++) {
            double mean = features[j] / weight;
            for (int k = 0; k <= j; k++) {
                centred[j][k] = gram[j][k] - mean * features[k];
                centred[k][j] = centred[j][k];
            }
            centred[j][j] += penalty * weight;
            for (int tier = 0; tier < targets.length; tier++) {
                right[j][tier] = products[j][tier] - features[j] * mean(tier);
            }
        }
        DenseMatrix solution = DenseMatrix.createDenseMatrix(centred)
                .choleskyFactorization()
                .orElseThrow(() -> new IllegalStateException("a ridge system is positive definite"))
                .solve(DenseMatrix.createDenseMatrix(right));
        return IntStream.range(0, targets.length)
                .mapToObj(tier -> {
                    double[] weights = new double[d];
                    double bias = mean(tier);
                    for (int j = 0; j < d; j++) {
                        weights[j] = solution.get(j, tier);
                        bias -= weights[j] * features[j] / weight;
                    }
                    return new Head.Linear(weights, bias);
                })
                .toArray(Head.Linear[]::new);
    }
}
