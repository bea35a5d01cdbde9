package dev.tierwise.training.head;

import java.util.Arrays;

/** The sum of weighted outer products of vectors with themselves, a symmetric matrix. Not thread-safe. */
public final class OuterProducts {
    /** Vectors that are added together: the matrix is larger than a cache, and they are not. */
    private static final int TOGETHER = 8 * FourVectors.COUNT;

    /** Row {@code j} ends at the diagonal. */
    private final double[][] lower;

    private final double[][] waiting = new double[TOGETHER][];
    private final double[] weights = new double[TOGETHER];
    private int waitingVectors;

    /** @param size how long the vectors are */
    public OuterProducts(int size) {
        lower = new double[size][];
        Arrays.setAll(lower, j -> new double[j + 1]);
    }

    /**
     * Adds a vector's.
     *
     * @param vector which the caller leaves as it is
     */
    public void add(double[] vector, double weight) {
        waiting[waitingVectors] = vector;
        weights[waitingVectors++] = weight;
        if (waitingVectors == TOGETHER) {
            addWaiting();
        }
    }

    /** Adds {@code times} all of {@code other}. */
    public void add(OuterProducts other, double times) {
        other.addWaiting();
        for (int j = 0; j < lower.length; j++) {
            for (int k = 0; k <= j; k++) {
                lower[j][k] += times * other.lower[j][k];
            }
        }
    }

    private void addWaiting() {
        if (waitingVectors == 0) {
            return;
        }
        while (waitingVectors % FourVectors.COUNT != 0) {
            waiting[waitingVectors] = waiting[0];
            weights[waitingVectors++] = 0;
        }
        double[] factors = new double[FourVectors.COUNT];
        for (int j = 0; j < lower.length; j++) {
            for (int first = 0; first < waitingVectors; first += FourVectors.COUNT) {
                boolean any = false;
                for (int i = 0; i < FourVectors.COUNT; i++) {
                    factors[i] = weights[first + i] * waiting[first + i][j];
                    any |= factors[i] != 0;
                }
                if (any) {
                    FourVectors.add(lower[j], 0, j + 1, waiting, first, factors);
                }
            }
        }
        waitingVectors = 0;
    }

    /** The sum so far, by row and column: a copy. */
    public double[][] matrix() {
        addWaiting();
        double[][] matrix = new double[lower.length][lower.length];
        for (int j = 0; j < lower.length; j++) {
            for (int k = 0; k <= j; k++) {
                matrix[j][k] = lower[j][k];
                matrix[k][j] = lower[j][k];
            }
        }
        return matrix;
    }
}
