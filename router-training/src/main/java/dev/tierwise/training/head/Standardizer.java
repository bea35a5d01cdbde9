package dev.tierwise.training.head;

/**
 * Centres each feature, scales it to unit variance and clips it to {@link #CLIP} standard deviations, so that one odd
 * prompt cannot throw the score. A feature that never varies scales to 0.
 */
public final class Standardizer {
    /** How many standard deviations a feature may lie from its mean. */
    public static final double CLIP = 4;

    private static final double NO_VARIANCE = 1e-12;

    private final double[] mean;
    private final double[] scale;

    private Standardizer(double[] mean, double[] scale) {
        this.mean = mean;
        this.scale = scale;
    }

    /**
     * Takes means and scales that were found elsewhere.
     *
     * @param scale 1 / standard deviation of each feature, 0 where it never varies
     */
    public static Standardizer of(double[] mean, double[] scale) {
        return new Standardizer(mean.clone(), scale.clone());
    }

    /** Fits to {@code rows}, each weighing {@code weight}. */
    public static Standardizer fit(float[][] rows, double[] weight) {
        int d = rows[0].length;
        double[] sum = new double[d];
        double total = 0;
        for (int i = 0; i < rows.length; i++) {
            total += weight[i];
            for (int j = 0; j < d; j++) {
                sum[j] += weight[i] * rows[i][j];
            }
        }
        double[] mean = new double[d];
        for (int j = 0; j < d; j++) {
            mean[j] = sum[j] / total;
        }
        // A second pass, because the difference of large sums loses the variance of long-tailed counts.
        double[] squares = new double[d];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < d; j++) {
                double centred = rows[i][j] - mean[j];
                squares[j] += weight[i] * centred * centred;
            }
        }
        double[] scale = new double[d];
        for (int j = 0; j < d; j++) {
            double variance = squares[j] / total;
            scale[j] = variance < NO_VARIANCE ? 0 : 1 / Math.sqrt(variance);
        }
        return new Standardizer(mean, scale);
    }

    /** The number of features. */
    public int size() {
        return mean.length;
    }

    /** Standardised values of one row. */
    public double[] apply(float[] row) {
        double[] z = new double[row.length];
        for (int j = 0; j < z.length; j++) {
            z[j] = Math.clamp((row[j] - mean[j]) * scale[j], -CLIP, CLIP);
        }
        return z;
    }

    /** Mean of feature {@code j}. */
    public double mean(int j) {
        return mean[j];
    }

    /** 1 / standard deviation of feature {@code j}, or 0 where it never varies. */
    public double scale(int j) {
        return scale[j];
    }
}
