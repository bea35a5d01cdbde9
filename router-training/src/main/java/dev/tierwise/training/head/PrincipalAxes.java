package dev.tierwise.training.head;

import org.tribuo.math.la.DenseMatrix;

/** The directions along which vectors differ most: eigenvectors of the sum of their outer products. */
public final class PrincipalAxes {
    private PrincipalAxes() {}

    /** Adds the outer product of a vector with itself to the lower triangle of {@code moments}. */
    public static void add(double[][] moments, double[] vector) {
        for (int j = 0; j < vector.length; j++) {
            for (int k = 0; k <= j; k++) {
                moments[j][k] += vector[j] * vector[k];
            }
        }
    }

    /**
     * The first axes, each of unit length, the one with the largest eigenvalue first.
     *
     * @param moments what {@link #add} filled; its upper triangle is overwritten
     */
    public static double[][] of(double[][] moments, int count) {
        for (int j = 0; j < moments.length; j++) {
            for (int k = 0; k < j; k++) {
                moments[k][j] = moments[j][k];
            }
        }
        DenseMatrix.EigenDecomposition eigen = DenseMatrix.createDenseMatrix(moments)
                .eigenDecomposition()
                .orElseThrow(() -> new IllegalStateException("a symmetric matrix has eigenvectors"));
        double[][] axes = new double[count][];
        for (int k = 0; k < count; k++) {
            axes[k] = eigen.getEigenVector(k).toArray();
        }
        return axes;
    }
}
