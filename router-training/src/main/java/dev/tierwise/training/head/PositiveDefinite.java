package dev.tierwise.training.head;

import java.util.Arrays;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseMatrix.CholeskyFactorization;
import org.tribuo.math.la.DenseVector;

/** Linear systems whose matrix is symmetric and positive definite, by Tribuo's Cholesky factorisation. */
public final class PositiveDefinite {
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
     * @param rights one a row, like the solutions
     * @throws IllegalStateException if the matrix is not positive definite
     */
    public static double[][] solve(double[][] matrix, double[][] rights) {
        CholeskyFactorization factors = DenseMatrix.createDenseMatrix(matrix)
                .choleskyFactorization()
                .orElseThrow(() -> new IllegalStateException("the matrix is not positive definite"));
        // Not all at once: what Tribuo 4.3.2 gives for a matrix of right sides does not solve the system.
        return Arrays.stream(rights)
                .map(right ->
                        factors.solve(DenseVector.createDenseVector(right)).toArray())
                .toArray(double[][]::new);
    }
}
