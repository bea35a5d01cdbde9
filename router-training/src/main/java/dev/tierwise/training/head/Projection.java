package dev.tierwise.training.head;

/** The embedding turned to its first principal components, found without looking at a label. */
public final class Projection {
    /** Most components there are. */
    static final int COMPONENTS = 16;

    private final int dimension;
    private final double[][] axes;
    private final double[] mean;

    private Projection(double[][] axes, double[] mean) {
        this.axes = axes;
        this.mean = mean;
        this.dimension = mean.length;
    }

    /** Fits to the first {@code dimension} features of each row; no component where there is no embedding. */
    static Projection fit(float[][] features, int dimension) {
        double[] mean = new double[dimension];
        for (float[] row : features) {
            for (int j = 0; j < dimension; j++) {
                mean[j] += row[j] / (double) features.length;
            }
        }
        int components = Math.min(COMPONENTS, dimension);
        if (components == 0) {
            return new Projection(new double[0][], mean);
        }
        double[][] moments = new double[dimension][dimension];
        double[] centred = new double[dimension];
        for (float[] row : features) {
            for (int j = 0; j < dimension; j++) {
                centred[j] = row[j] - mean[j];
            }
            PrincipalAxes.add(moments, centred);
        }
        return new Projection(PrincipalAxes.of(moments, components), mean);
    }

    /** How many components there are. */
    public int size() {
        return axes.length;
    }

    /** Length of the embedding. */
    public int dimension() {
        return dimension;
    }

    /** What embedding number {@code j} adds to component {@code k}. */
    public double weight(int j, int k) {
        return axes[k][j];
    }

    /** What component {@code k} is for an embedding of zeros. */
    public double bias(int k) {
        double sum = 0;
        for (int j = 0; j < dimension; j++) {
            sum -= axes[k][j] * mean[j];
        }
        return sum;
    }

    /** The components of an embedding at the start of {@code features}. */
    float[] apply(float[] features) {
        float[] components = new float[axes.length];
        for (int k = 0; k < components.length; k++) {
            double sum = 0;
            for (int j = 0; j < dimension; j++) {
                sum += axes[k][j] * (features[j] - mean[j]);
            }
            components[k] = (float) sum;
        }
        return components;
    }
}
