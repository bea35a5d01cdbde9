package dev.tierwise.training.head;

import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseVector;

/** Sums over rows from which the ridge solution follows. */
final class NormalEquations {
    private final int d;
    private final double[][] gram;
    private final double[] features;
    private final double[] products;
    private double target;
    private double weight;

    NormalEquations(int d) {
        this.d = d;
        gram = new double[d][d];
        features = new double[d];
        products = new double[d];
    }

    void add(double[] z, double y, double w) {
        for (int j = 0; j < d; j++) {
            double scaled = w * z[j];
            if (scaled != 0) {
                double[] row = gram[j];
                for (int k = 0; k <= j; k++) {
                    row[k] += scaled * z[k];
                }
                features[j] += scaled;
                products[j] += scaled * y;
            }
        }
        target += w * y;
        weight += w;
    }

    /** Adds the rows of {@code other}, each as {@code times}. */
    void add(NormalEquations other, double times) {
        for (int j = 0; j < d; j++) {
            for (int k = 0; k <= j; k++) {
                gram[j][k] += times * other.gram[j][k];
            }
            features[j] += times * other.features[j];
            products[j] += times * other.products[j];
        }
        target += times * other.target;
        weight += times * other.weight;
    }

    /** The rows of this, each as {@code times}, and those of {@code other}, each as {@code otherTimes}. */
    NormalEquations plus(double times, NormalEquations other, double otherTimes) {
        NormalEquations sum = new NormalEquations(d);
        sum.add(this, times);
        sum.add(other, otherTimes);
        return sum;
    }

    /** Without the rows of {@code other}, which are among those of this. */
    NormalEquations minus(NormalEquations other) {
        return plus(1, other, -1);
    }

    /** Minimises the weighted squared error plus {@code penalty * weight * |weights|^2}; the bias is free. */
    Head.Linear solve(double penalty) {
        double meanTarget = target / weight;
        double[][] centred = new double[d][d];
        double[] right = new double[d];
        for (int j = 0; j < d; j++) {
            double mean = features[j] / weight;
            for (int k = 0; k <= j; k++) {
                centred[j][k] = gram[j][k] - mean * features[k];
                centred[k][j] = centred[j][k];
            }
            centred[j][j] += penalty * weight;
            right[j] = products[j] - features[j] * meanTarget;
        }
        DenseVector solution = DenseMatrix.createDenseMatrix(centred)
                .choleskyFactorization()
                .orElseThrow(() -> new IllegalStateException("a ridge system is positive definite"))
                .solve(DenseVector.createDenseVector(right));
        double bias = meanTarget;
        for (int j = 0; j < d; j++) {
            bias -= solution.get(j) * features[j] / weight;
        }
        return new Head.Linear(solution.toArray(), bias);
    }
}
