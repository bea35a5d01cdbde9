package dev.tierwise.training.head;

import dev.tierwise.core.prompt.surface.SurfaceFeatures;
import java.util.Arrays;
import java.util.stream.Stream;

/** Each embedding turned to its first principal components, found without looking at a label. */
public final class Projection {
    /** Most components there are of the first embedding. */
    static final int COMPONENTS = 16;

    /** And of that of the answer options, which add less. */
    static final int OF_OPTIONS = 8;

    private final int dimension;
    private final double[][] axes;
    private final double[] mean;

    private Projection(double[][] axes, double[] mean) {
        this.axes = axes;
        this.mean = mean;
        this.dimension = mean.length;
    }

    /** Fits to the embeddings that the features of each row begin with; no component where there are none. */
    static Projection fit(Rows rows) {
        float[][] features = rows.features();
        int dimension = features[0].length - SurfaceFeatures.NAMES.size();
        int each = dimension / rows.pooling().embeddings();
        double[] mean = mean(features, dimension);
        double[][] first = axes(features, mean, 0, each, COMPONENTS);
        double[][] second = axes(features, mean, each, dimension, OF_OPTIONS);
        return new Projection(Stream.of(first, second).flatMap(Arrays::stream).toArray(double[][]::new), mean);
    }

    private static double[] mean(float[][] features, int dimension) {
        double[] mean = new double[dimension];
        for (float[] row : features) {
            for (int j = 0; j < dimension; j++) {
                mean[j] += row[j] / (double) features.length;
            }
        }
        return mean;
    }

    /** The first axes of some of the features, zero along all others. */
    private static double[][] axes(float[][] features, double[] mean, int from, int to, int most) {
        int components = Math.min(most, to - from);
        if (components == 0) {
            return new double[0][];
        }
        OuterProducts moments = new OuterProducts(to - from);
        for (float[] row : features) {
            double[] centred = new double[to - from];
            Arrays.setAll(centred, j -> row[from + j] - mean[from + j]);
            moments.add(centred, 1);
        }
        return Arrays.stream(PrincipalAxes.of(moments, components))
                .map(axis -> {
                    double[] wide = new double[mean.length];
                    System.arraycopy(axis, 0, wide, from, axis.length);
                    return wide;
                })
                .toArray(double[][]::new);
    }

    /** How many components there are. */
    public int size() {
        return axes.length;
    }

    /** How many numbers the embeddings have together. */
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

    /** The components of the embeddings at the start of {@code features}. */
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
