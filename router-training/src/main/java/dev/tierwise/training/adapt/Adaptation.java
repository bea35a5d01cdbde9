package dev.tierwise.training.adapt;

import dev.tierwise.training.head.Head;
import dev.tierwise.training.head.PositiveDefinite;
import dev.tierwise.training.head.Standardizer;
import java.util.Arrays;

/**
 * Bayesian linear regression of the gain around what is known before the first label: that another router's score and
 * the prompt's length say something, and how much features may matter at all.
 *
 * <p>In units of the gain's deviation, on standardised inputs: the coefficients of the other router's score and of the
 * length lie around {@value #EXPECTED}; the surface features share a variance of {@value #SURFACE}; the embedding has two
 * parts, one that takes all directions alike and one that trusts a direction the more the prompts differ along it (the
 * prior covariance of its weights is that of the prompts, so its kernel is the square of the plain one). The rest is
 * noise. These numbers are fixed: letting a few hundred labels choose them by marginal likelihood was no better.
 *
 * <p>Solved for the rows, not the features, so time grows with the cube of the number of labels.
 *
 * @param embedding how many features, from the first on, are the embedding; the rest are surface features
 * @param length index of the feature that holds the logarithm of the prompt's length
 */
public record Adaptation(int embedding, int length) {
    /** More labels than this are better trained on from scratch. */
    public static final int MOST_ROWS = 4000;

    private static final double EXPECTED = 0.1;
    private static final double DOUBT = 0.08;
    private static final double SURFACE = 0.02;
    private static final double EMBEDDING = 0.02;
    private static final double MAIN_DIRECTIONS = 0.05;
    private static final double NOISE = 0.9;

    /**
     * Fits to labelled rows.
     *
     * @param features one raw vector per row, at most {@link #MOST_ROWS}
     * @param priorScore the other router's score of each row
     * @param gain strong minus weak of each row, not all the same
     * @param weight how many rows each stands for
     */
    public AdaptedScore fit(float[][] features, double[] priorScore, double[] gain, double[] weight) {
        Standardizer standardizer = Standardizer.fit(features, weight);
        Moments target = Moments.of(gain, weight);
        Moments prior = Moments.of(priorScore, weight);
        double[][] z = Arrays.stream(features).map(standardizer::apply).toArray(double[][]::new);
        double[] spread = spread(standardizer);
        double[][] inner = new double[z.length][];
        double[][] outer = new double[z.length][];
        for (int i = 0; i < z.length; i++) {
            inner[i] = Arrays.copyOf(z[i], embedding);
            for (int j = 0; j < embedding; j++) {
                inner[i][j] *= spread[j];
            }
            outer[i] = Arrays.copyOfRange(z[i], embedding, z[i].length);
        }
        double[] p = prior.standardise(priorScore);
        double[] l = Arrays.stream(z).mapToDouble(row -> row[length]).toArray();

        double[][] alike = products(inner);
        double[][] mainDirections = products(alike);
        double scale = MAIN_DIRECTIONS / meanDiagonal(mainDirections);
        double[][] surface = products(outer);
        double perSurface = SURFACE / outer[0].length;
        double[] y = target.standardise(gain);
        double[][] covariance = new double[y.length][y.length];
        for (int i = 0; i < y.length; i++) {
            y[i] -= EXPECTED * (p[i] + l[i]);
            for (int k = 0; k < y.length; k++) {
                covariance[i][k] = DOUBT * DOUBT * (p[i] * p[k] + l[i] * l[k])
                        + perSurface * surface[i][k]
                        + EMBEDDING * alike[i][k]
                        + scale * mainDirections[i][k];
            }
            covariance[i][i] += NOISE / weight[i];
        }
        double[] dual = PositiveDefinite.solve(covariance, y);

        double[] innerDual = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            innerDual[i] = EMBEDDING * dual[i] + scale * dot(alike[i], dual);
        }
        double[] weights = new double[standardizer.size()];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < embedding; j++) {
                weights[j] += innerDual[i] * inner[i][j] * spread[j];
            }
            for (int j = embedding; j < weights.length; j++) {
                weights[j] += dual[i] * perSurface * z[i][j];
            }
        }
        weights[length] += EXPECTED + DOUBT * DOUBT * dot(l, dual);
        double priorWeight = (EXPECTED + DOUBT * DOUBT * dot(p, dual)) * target.deviation() / prior.deviation();
        for (int j = 0; j < weights.length; j++) {
            weights[j] *= target.deviation();
        }
        double reach = Standardizer.CLIP * prior.deviation();
        return new AdaptedScore(
                standardizer,
                new Head.Linear(weights, target.mean() - priorWeight * prior.mean()),
                priorWeight,
                prior.mean() - reach,
                prior.mean() + reach);
    }

    /** What undoes the scaling of each embedding dimension and makes the mean prompt one long. */
    private double[] spread(Standardizer standardizer) {
        double[] spread = new double[embedding];
        double squares = 0;
        for (int j = 0; j < embedding; j++) {
            spread[j] = standardizer.scale(j) == 0 ? 0 : 1 / standardizer.scale(j);
            squares += spread[j] * spread[j];
        }
        double norm = Math.max(Math.sqrt(squares), 1e-9);
        for (int j = 0; j < embedding; j++) {
            spread[j] /= norm;
        }
        return spread;
    }

    /** The inner product of every two rows. */
    private static double[][] products(double[][] rows) {
        double[][] products = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k <= i; k++) {
                products[i][k] = dot(rows[i], rows[k]);
                products[k][i] = products[i][k];
            }
        }
        return products;
    }

    private static double meanDiagonal(double[][] matrix) {
        double sum = 0;
        for (int i = 0; i < matrix.length; i++) {
            sum += matrix[i][i];
        }
        return Math.max(sum / matrix.length, 1e-9);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    /** Mean and deviation of weighted values. */
    private record Moments(double mean, double deviation) {
        static Moments of(double[] values, double[] weight) {
            double total = 0;
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                total += weight[i];
                sum += weight[i] * values[i];
            }
            double mean = sum / total;
            double squares = 0;
            for (int i = 0; i < values.length; i++) {
                squares += weight[i] * (values[i] - mean) * (values[i] - mean);
            }
            return new Moments(mean, Math.max(Math.sqrt(squares / total), 1e-9));
        }

        double[] standardise(double[] values) {
            return Arrays.stream(values)
                    .map(value -> (value - mean) / deviation)
                    .toArray();
        }
    }
}
