package dev.tierwise.training.distill;

import java.util.Arrays;

/** Texts as bags of tokens: a sparse matrix, a row per text, a column per token, the weights of a row adding up to 1. */
final class Bags {
    private final int[][] tokens;
    private final double[][] weights;

    private Bags(int[][] tokens, double[][] weights) {
        this.tokens = tokens;
        this.weights = weights;
    }

    /** @param weight by token, at least 0 */
    static Bags of(int[][] texts, double[] weight) {
        int[][] tokens = new int[texts.length][];
        double[][] weights = new double[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            int[] sorted = texts[i].clone();
            Arrays.sort(sorted);
            int[] distinct = new int[sorted.length];
            double[] sums = new double[sorted.length];
            int count = 0;
            double total = 0;
            for (int token : sorted) {
                if (count == 0 || distinct[count - 1] != token) {
                    distinct[count++] = token;
                }
                sums[count - 1] += weight[token];
                total += weight[token];
            }
            tokens[i] = Arrays.copyOf(distinct, count);
            weights[i] = Arrays.copyOf(sums, count);
            for (int k = 0; k < count && total > 0; k++) {
                weights[i][k] /= total;
            }
        }
        return new Bags(tokens, weights);
    }

    int size() {
        return tokens.length;
    }

    /** Adds the weighted sum of a text's rows of {@code table} to {@code into}. */
    void add(int text, double[][] table, double[] into) {
        for (int k = 0; k < tokens[text].length; k++) {
            double weight = weights[text][k];
            double[] row = table[tokens[text][k]];
            for (int j = 0; j < into.length; j++) {
                into[j] += weight * row[j];
            }
        }
    }

    /** Adds {@code vector} to a text's rows of {@code table}, each time its weight. */
    void addTransposed(int text, double[] vector, double[][] table) {
        for (int k = 0; k < tokens[text].length; k++) {
            double weight = weights[text][k];
            double[] row = table[tokens[text][k]];
            for (int j = 0; j < vector.length; j++) {
                row[j] += weight * vector[j];
            }
        }
    }
}
