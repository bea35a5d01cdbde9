package dev.tierwise.training.head;

import java.util.Arrays;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseVector;

/** Sums over rows from which the ridge solution follows. */
final class NormalEquations {
    private static final int TOGETHER = 4;

    private final int d;
    private final double[][] gram;
    private final double[] features;
    private final double[] products;
    private double target;
    private double weight;
    /** Rows that are not in {@link #gram} yet: it is larger than a cache, and one pass over it takes four of them. */
    private final double[][] waiting = new double[TOGETHER][];

    private final double[] waitingWeights = new double[TOGETHER];
    private final double[] none;
    private int waitingRows;

    NormalEquations(int d) {
        this.d = d;
        gram = new double[d][d];
        features = new double[d];
        products = new double[d];
        none = new double[d];
    }

    /**
     * Adds a row.
     *
     * @param z its features, which the caller leaves as they are
     */
    void add(double[] z, double y, double w) {
        waiting[waitingRows] = z;
        waitingWeights[waitingRows++] = w;
        for (int j = 0; j < d; j++) {
            features[j] += w * z[j];
            products[j] += w * z[j] * y;
        }
        target += w * y;
        weight += w;
        if (waitingRows == TOGETHER) {
            addWaiting();
        }
    }

    private void addWaiting() {
        if (waitingRows == 0) {
            return;
        }
        Arrays.fill(waiting, waitingRows, TOGETHER, none);
        Arrays.fill(waitingWeights, waitingRows, TOGETHER, 0);
        double[] z0 = waiting[0];
        double[] z1 = waiting[1];
        double[] z2 = waiting[2];
        double[] z3 = waiting[3];
        for (int j = 0; j < d; j++) {
            double s0 = waitingWeights[0] * z0[j];
            double s1 = waitingWeights[1] * z1[j];
            double s2 = waitingWeights[2] * z2[j];
            double s3 = waitingWeights[3] * z3[j];
            if (s0 != 0 || s1 != 0 || s2 != 0 || s3 != 0) {
                double[] row = gram[j];
                for (int k = 0; k <= j; k++) {
                    row[k] += s0 * z0[k] + s1 * z1[k] + s2 * z2[k] + s3 * z3[k];
                }
            }
        }
        waitingRows = 0;
    }

    /** Adds the rows of {@code other}, each as {@code times}. */
    void add(NormalEquations other, double times) {
        other.addWaiting();
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
        addWaiting();
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
