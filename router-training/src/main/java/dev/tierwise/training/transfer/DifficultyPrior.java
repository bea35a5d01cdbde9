package dev.tierwise.training.transfer;

import dev.tierwise.training.head.Fitted;
import dev.tierwise.training.head.Head;
import dev.tierwise.training.head.OuterProducts;
import dev.tierwise.training.head.PositiveDefinite;
import dev.tierwise.training.head.Standardizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Predicts from the features how difficult a prompt is among prompts of its kind, and adds its length.
 *
 * <p>A ridge regression of difficulty on the features. Inputs and labels are standardised within each source: what
 * tells one source from another is of no use on a third, and would be learnt first. A source counts with the square root
 * of its rows. Length enters twice as heavily as the prediction, a ratio at which leave-one-source-out is flat.
 */
public final class DifficultyPrior {
    /** Relative to the weight of the rows. */
    private static final double PENALTY = 1;

    private static final double LENGTH_WEIGHT = 2;

    private DifficultyPrior() {}

    /**
     * A score over raw features.
     *
     * @param standardizer the mean over sources, and the deviation within them
     */
    public record Fitted(Standardizer standardizer, Head.Linear head) {
        public double score(float[] features) {
            return head.score(standardizer.apply(features));
        }
    }

    /**
     * Fits to sources.
     *
     * @param length index of the feature that holds the logarithm of the prompt's length
     */
    public static Fitted fit(List<DifficultySource> sources, int length) {
        int d = sources.getFirst().features()[0].length;
        List<double[][]> standardised = new ArrayList<>();
        double[] mean = new double[d];
        double[] variance = new double[d];
        OuterProducts gram = new OuterProducts(d);
        double[] right = new double[d];
        double total = 0;
        for (DifficultySource source : sources) {
            Standardizer own = Standardizer.fit(source.features(), source.ones());
            double[][] z = new double[source.size()][];
            for (int i = 0; i < z.length; i++) {
                z[i] = own.apply(source.features()[i]);
            }
            standardised.add(z);
            for (int j = 0; j < d; j++) {
                mean[j] += own.mean(j) / sources.size();
                double deviation = own.scale(j) == 0 ? 0 : 1 / own.scale(j);
                variance[j] += deviation * deviation / sources.size();
            }
            double weight = 1 / Math.sqrt(z.length);
            addProducts(gram, right, z, standardised(source.difficulty()), weight);
            total += weight * z.length;
        }
        double[] weights = solve(gram, right, PENALTY * total);
        double spread = spread(standardised, weights);
        for (int j = 0; j < d; j++) {
            weights[j] /= spread;
        }
        weights[length] += LENGTH_WEIGHT;
        double[] scale = new double[d];
        for (int j = 0; j < d; j++) {
            scale[j] = variance[j] == 0 ? 0 : 1 / Math.sqrt(variance[j]);
        }
        return new Fitted(Standardizer.of(mean, scale), new Head.Linear(weights, 0));
    }

    private static void addProducts(OuterProducts gram, double[] right, double[][] z, double[] y, double weight) {
        for (int i = 0; i < z.length; i++) {
            gram.add(z[i], weight);
            for (int j = 0; j < right.length; j++) {
                right[j] += weight * z[i][j] * y[i];
            }
        }
    }

    private static double[] solve(OuterProducts gram, double[] right, double penalty) {
        double[][] matrix = gram.matrix();
        for (int j = 0; j < matrix.length; j++) {
            matrix[j][j] += penalty;
        }
        return PositiveDefinite.solve(matrix, right);
    }

    /** Deviation of the prediction within a source, in the mean. */
    private static double spread(List<double[][]> standardised, double[] weights) {
        Head.Linear head = new Head.Linear(weights, 0);
        double variance = 0;
        for (double[][] z : standardised) {
            double sum = 0;
            double squares = 0;
            for (double[] row : z) {
                double score = head.score(row);
                sum += score;
                squares += score * score;
            }
            variance += (squares - sum * sum / z.length) / z.length / standardised.size();
        }
        return Math.sqrt(variance);
    }

    private static double[] standardised(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = Math.max(Math.sqrt(squares / values.length), 1e-9);
        double[] z = new double[values.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = (values[i] - mean) / deviation;
        }
        return z;
    }
}
