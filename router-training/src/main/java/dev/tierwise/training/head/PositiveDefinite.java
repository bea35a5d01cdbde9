package dev.tierwise.training.head;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionBlock_DDRM;
import org.ejml.dense.row.linsol.chol.LinearSolverChol_DDRM;

/** Linear systems whose matrix is symmetric and positive definite, by EJML's Cholesky factorisation. */
public final class PositiveDefinite {
    /** Rows at a time: with as many, what is worked on stays in a processor's cache. */
    private static final int BLOCK = 60;

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
     * @param matrix its lower triangle is read
     * @param rights one a row, like the solutions
     * @throws IllegalStateException if the matrix is not positive definite
     */
    public static double[][] solve(double[][] matrix, double[][] rights) {
        LinearSolverChol_DDRM solver = new LinearSolverChol_DDRM(new CholeskyDecompositionBlock_DDRM(BLOCK));
        if (!solver.setA(new DMatrixRMaj(matrix))) {
            throw notPositiveDefinite();
        }
        return Arrays.stream(rights).map(right -> solve(solver, right)).toArray(double[][]::new);
    }

    private static double[] solve(LinearSolverChol_DDRM solver, double[] right) {
        DMatrixRMaj solution = new DMatrixRMaj(right.length, 1);
        solver.solve(new DMatrixRMaj(right), solution);
        if (!Arrays.stream(solution.data).allMatch(Double::isFinite)) {
            // NaN in a matrix does not stop the factorisation.
            throw notPositiveDefinite();
        }
        return solution.data;
    }

    private static IllegalStateException notPositiveDefinite() {
        return new IllegalStateException("the matrix is not positive definite");
    }
}
