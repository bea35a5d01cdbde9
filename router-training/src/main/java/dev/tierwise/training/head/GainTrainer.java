package dev.tierwise.training.head;

import java.nio.DoubleBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseVector;

/**
 * Weighted ridge regression on the gain, solved by Tribuo's Cholesky factorisation of the normal equations. The penalty
 * is chosen by cross-validation inside the examples: the Gram matrix of the rows outside a fold is the whole one minus
 * the fold's, so that the search costs one pass over the rows and a factorisation per penalty and fold.
 */
final class GainTrainer implements HeadTrainer {
    /** Penalties relative to the total weight of the rows: standardised features make one scale fit all data. */
    static final double[] PENALTIES = {0.01, 0.03, 0.1, 0.3, 1, 3, 10};

    private static final int FOLDS = 4;

    @Override
    public Head fit(Examples examples, long seed) {
        NormalEquations[] folds = new NormalEquations[FOLDS];
        NormalEquations all = new NormalEquations(examples.features());
        for (int f = 0; f < FOLDS; f++) {
            folds[f] = new NormalEquations(examples.features());
        }
        int[] fold = folds(examples);
        for (int i = 0; i < examples.size(); i++) {
            folds[fold[i]].add(examples.z[i], examples.gain[i], examples.weight[i]);
        }
        for (NormalEquations part : folds) {
            all.add(part);
        }
        double best = PENALTIES[0];
        double bestError = Double.POSITIVE_INFINITY;
        for (double penalty : PENALTIES) {
            double error = 0;
            for (int f = 0; f < FOLDS; f++) {
                Head.Linear head = all.minus(folds[f]).solve(penalty);
                for (int i = 0; i < examples.size(); i++) {
                    if (fold[i] == f) {
                        double miss = examples.gain[i] - head.score(examples.z[i]);
                        error += examples.weight[i] * miss * miss;
                    }
                }
            }
            if (error < bestError) {
                bestError = error;
                best = penalty;
            }
        }
        return all.solve(best);
    }

    /**
     * The fold of each row. Rows come in file order and are alike in runs, so every fourth is taken, which mixes topics
     * over the folds. Rows that read alike are of one prompt and stay together, or the search would see its answers.
     */
    private static int[] folds(Examples examples) {
        Map<DoubleBuffer, Integer> byFeatures = new HashMap<>();
        int[] fold = new int[examples.size()];
        for (int i = 0; i < fold.length; i++) {
            int next = byFeatures.size() % FOLDS;
            fold[i] = Objects.requireNonNullElse(byFeatures.putIfAbsent(DoubleBuffer.wrap(examples.z[i]), next), next);
        }
        return fold;
    }

    /** Sums over rows from which the ridge solution follows. */
    private static final class NormalEquations {
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

        void add(NormalEquations other) {
            combine(other, 1);
        }

        NormalEquations minus(NormalEquations other) {
            NormalEquations rest = new NormalEquations(d);
            rest.combine(this, 1);
            rest.combine(other, -1);
            return rest;
        }

        private void combine(NormalEquations other, double sign) {
            for (int j = 0; j < d; j++) {
                for (int k = 0; k <= j; k++) {
                    gram[j][k] += sign * other.gram[j][k];
                }
                features[j] += sign * other.features[j];
                products[j] += sign * other.products[j];
            }
            target += sign * other.target;
            weight += sign * other.weight;
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
}
