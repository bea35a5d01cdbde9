package dev.tierwise.training.head;

import org.tribuo.math.la.DenseMatrix;

/** The directions along which vectors differ most: eigenvectors of the sum of their outer products. */
public final class PrincipalAxes {
    private PrincipalAxes() {}

    /**
     * The first axes, each of unit length, the one with the largest eigenvalue first.
     *
     * @param moments of the vectors
     */
    public static double[][] of(OuterProducts moments, int count) {
        DenseMatrix.EigenDecomposition eigen = DenseMatrix.createDenseMatrix(moments.matrix())
                .eigenDecomposition()
                .orElseThrow(() -> new IllegalStateException("a symmetric matrix has eigenvectors"));
        double[][] axes = new double[count][];
        for (int k = 0; k < count; k++) {
            axes[k] = eigen.getEigenVector(k).toArray();
        }
        return axes;
    }
}
