package dev.tierwise.training.head;

import java.util.Arrays;

/**
 * Linear systems whose matrix is symmetric and positive definite, by Cholesky's factorisation in blocks (Golub and Van
 * Loan, <i>Matrix Computations</i>, 4.2.6).
 */
public final class PositiveDefinite {
    /** Rows that are taken out of all below them together, and columns of these at a time: both stay in a cache. */
    private static final int PANEL = 16 * FourVectors.COUNT;

    private static final int TILE = 256;

    private PositiveDefinite() {}

    /**
     * The solution for one right side.
     *
     * @throws IllegalStateException if the matrix is not positive definite
     */
    public static double[] solve(double[][] matrix, double[] right) {
        return solve(matrix, new double[][] {right})[0];
    }

    /**
     * The solutions for several right sides, by one factorisation.
     *
     * @param matrix its upper triangle is read
     * @param rights one a row, like the solutions
     * @throws IllegalStateException if the matrix is not positive definite
     */
    public static double[][] solve(double[][] matrix, double[][] rights) {
        double[][] factor = factor(matrix);
        return Arrays.stream(rights).map(right -> substituted(factor, right)).toArray(double[][]::new);
    }

    /** The upper triangle whose transpose times itself is the matrix. */
    private static double[][] factor(double[][] matrix) {
        double[][] upper = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        for (int from = 0; from < upper.length; from += PANEL) {
            int to = Math.min(upper.length, from + PANEL);
            for (int i = from; i < to; i++) {
                finish(upper, i, to);
            }
            subtract(upper, from, to);
        }
        return upper;
    }

    /** Divides row {@code i} by the root of its diagonal and takes it out of the rows of its panel below it. */
    private static void finish(double[][] upper, int i, int to) {
        double[] row = upper[i];
        double pivot = row[i];
        // Also where it is NaN, which every comparison denies.
        if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) {
            throw notPositiveDefinite();
        }
        double scale = 1 / Math.sqrt(pivot);
        for (int k = i; k < row.length; k++) {
            row[k] *= scale;
        }
        for (int below = i + 1; below < to; below++) {
            double[] other = upper[below];
            double factor = row[below];
            for (int k = below; k < row.length; k++) {
                other[k] -= factor * row[k];
            }
        }
    }

    /** Takes a whole panel out of all rows below it. */
    private static void subtract(double[][] upper, int from, int to) {
        double[] factors = new double[FourVectors.COUNT];
        for (int left = to; left < upper.length; left += TILE) {
            int right = Math.min(upper.length, left + TILE);
            for (int below = to; below < right; below++) {
                for (int first = from; first < to; first += FourVectors.COUNT) {
                    for (int i = 0; i < factors.length; i++) {
                        factors[i] = -upper[first + i][below];
                    }
                    FourVectors.add(upper[below], Math.max(left, below), right, upper, first, factors);
                }
            }
        }
    }

    private static double[] substituted(double[][] upper, double[] right) {
        double[] solution = right.clone();
        for (int i = 0; i < upper.length; i++) {
            double[] row = upper[i];
            solution[i] /= row[i];
            for (int k = i + 1; k < row.length; k++) {
                solution[k] -= solution[i] * row[k];
            }
        }
        for (int i = upper.length - 1; i >= 0; i--) {
            double[] row = upper[i];
            double rest = solution[i];
            for (int k = i + 1; k < row.length; k++) {
                rest -= row[k] * solution[k];
            }
            solution[i] = rest / row[i];
        }
        if (!Arrays.stream(solution).allMatch(Double::isFinite)) {
            throw notPositiveDefinite();
        }
        return solution;
    }

    private static IllegalStateException notPositiveDefinite() {
        return new IllegalStateException("the matrix is not positive definite");
    }
}
