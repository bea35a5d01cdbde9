package dev.tierwise.training.head;

import java.util.Arrays;

/** A fitted score over standardised features: higher where the strong tier is worth more. Not yet a probability. */
public sealed interface Head {
    /** Scores one standardised row. */
    double score(double[] z);

    /** A number no score of a row clipped to {@link Standardizer#CLIP} exceeds in size. */
    double bound();

    /** {@code bias + weights . z}. */
    final class Linear implements Head {
        private final double[] weights;
        private final double bias;

        public Linear(double[] weights, double bias) {
            this.weights = weights.clone();
            this.bias = bias;
        }

        public double weight(int j) {
            return weights[j];
        }

        public double bias() {
            return bias;
        }

        @Override
        public double bound() {
            return Math.abs(bias)
                    + Standardizer.CLIP * Arrays.stream(weights).map(Math::abs).sum();
        }

        @Override
        public double score(double[] z) {
            double sum = bias;
            for (int j = 0; j < weights.length; j++) {
                sum += weights[j] * z[j];
            }
            return sum;
        }
    }

    /**
     * A factorisation machine: the linear score plus, for each pair of features, their product times the inner product
     * of their factors, computed in linear time as in Rendle, "Factorization Machines", ICDM 2010, lemma 3.1.
     */
    final class Factorized implements Head {
        private final Linear linear;
        private final double[][] factors;

        /** @param factors one row per feature, one column per factor */
        public Factorized(Linear linear, double[][] factors) {
            this.linear = linear;
            this.factors = factors;
        }

        public Linear linear() {
            return linear;
        }

        /** How many factors a feature has. */
        public int rank() {
            return factors[0].length;
        }

        public double factor(int feature, int k) {
            return factors[feature][k];
        }

        @Override
        public double bound() {
            double pairs = 0;
            for (int k = 0; k < rank(); k++) {
                double sum = 0;
                for (double[] factor : factors) {
                    sum += Standardizer.CLIP * Math.abs(factor[k]);
                }
                pairs += sum * sum;
            }
            return linear.bound() + pairs;
        }

        @Override
        public double score(double[] z) {
            double pairs = 0;
            for (int k = 0; k < rank(); k++) {
                double sum = 0;
                double squares = 0;
                for (int j = 0; j < z.length; j++) {
                    double term = factors[j][k] * z[j];
                    sum += term;
                    squares += term * term;
                }
                pairs += sum * sum - squares;
            }
            return linear.score(z) + pairs / 2;
        }
    }
}
