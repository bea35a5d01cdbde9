package dev.tierwise.training.head;

/**
 * Multiples of four vectors, added to another in one pass over it: large matrices are summed and factorised by nothing
 * else, and a vector at a time they would wait for memory.
 */
final class FourVectors {
    static final int COUNT = 4;

    private FourVectors() {}

    /**
     * Adds {@code factors[i] * vectors[first + i]} for the four values of {@code i} to {@code sum}, in its places
     * {@code from} to {@code to - 1}.
     */
    static void add(double[] sum, int from, int to, double[][] vectors, int first, double[] factors) {
        double[] a = vectors[first];
        double[] b = vectors[first + 1];
        double[] c = vectors[first + 2];
        double[] d = vectors[first + 3];
        double ofA = factors[0];
        double ofB = factors[1];
        double ofC = factors[2];
        double ofD = factors[3];
        for (int k = from; k < to; k++) {
            sum[k] += ofA * a[k] + ofB * b[k] + ofC * c[k] + ofD * d[k];
        }
    }
}
