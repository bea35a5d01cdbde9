package dev.tierwise.training.distill;

import dev.tierwise.training.head.OuterProducts;
import dev.tierwise.training.head.PrincipalAxes;
import java.util.Arrays;

/**
 * From a sentence encoder to a table of token vectors whose weighted mean points where the encoder's embedding does.
 *
 * <p>It starts from what the encoder makes of each token alone, turned to the principal axes of the encoder's embeddings
 * of a corpus. Tokens are weighted by smooth inverse frequency (Arora, Liang and Ma, "A Simple but Tough-to-Beat Baseline
 * for Sentence Embeddings", ICLR 2017). Then the vectors of tokens that the corpus has are moved so that the means come
 * closer to the embeddings: ridge regression, the penalty being on the way moved.
 */
public final class Distillation {
    /** The a of a / (a + p); the paper's value. */
    private static final double FREQUENT = 1e-4;
    /** Flat between .03 and .1. */
    private static final double PENALTY = 0.03;

    private static final int MOST_STEPS = 40;
    private static final double TOLERANCE = 1e-6;

    private final double[][] table;
    private final double[] weight;
    private final double[][] axes;

    private Distillation(double[][] table, double[] weight, double[][] axes) {
        this.table = table;
        this.weight = weight;
        this.axes = axes;
    }

    /**
     * Learns.
     *
     * @param tokens what the encoder makes of each token of the vocabulary alone
     * @param texts the tokens of each text of the corpus, without special ones
     * @param embeddings what the encoder makes of each text, of unit length
     * @param dimension how long a vector of the table is, at most as long as an embedding
     * @param steps of learning; 0 leaves the table as it starts
     */
    private static Distillation learn(float[][] tokens, int[][] texts, float[][] embeddings, int dimension, int steps) {
        double[] weight = inverseFrequency(texts, tokens.length);
        double[][] axes = axes(embeddings, dimension);
        double[][] target = turned(embeddings, axes);
        Bags bags = Bags.of(texts, weight);
        double[][] table = turned(tokens, axes);
        scaleTo(target, bags, table);
        approach(target, bags, table, steps);
        return new Distillation(table, weight, axes);
    }

    /** The whole of it; see the description of the class and of {@link #startOf}, which does without the last step. */
    public static Distillation of(float[][] tokens, int[][] texts, float[][] embeddings, int dimension) {
        return learn(tokens, texts, embeddings, dimension, MOST_STEPS);
    }

    /**
     * Principal axes and frequencies alone.
     *
     * @param tokens what the encoder makes of each token of the vocabulary alone
     * @param texts the tokens of each text of the corpus, without special ones
     * @param embeddings what the encoder makes of each text, of unit length
     * @param dimension how long a vector of the table is, at most as long as an embedding
     */
    public static Distillation startOf(float[][] tokens, int[][] texts, float[][] embeddings, int dimension) {
        return learn(tokens, texts, embeddings, dimension, 0);
    }

    /** The vector of each token, times its weight: what is summed. */
    public float[][] vectors() {
        float[][] vectors = new float[table.length][axes.length];
        for (int t = 0; t < vectors.length; t++) {
            for (int j = 0; j < axes.length; j++) {
                vectors[t][j] = (float) (weight[t] * table[t][j]);
            }
        }
        return vectors;
    }

    /** Mean cosine of the angle between the table's embedding of a text and the encoder's, along the axes kept. */
    public double likeness(int[][] texts, float[][] embeddings) {
        Bags bags = Bags.of(texts, weight);
        double[][] target = turned(embeddings, axes);
        double sum = 0;
        double[] mean = new double[axes.length];
        for (int i = 0; i < bags.size(); i++) {
            Arrays.fill(mean, 0);
            bags.add(i, table, mean);
            double norms = Math.sqrt(dot(mean, mean) * dot(target[i], target[i]));
            sum += norms > 0 ? dot(mean, target[i]) / norms : 0;
        }
        return sum / bags.size();
    }

    private static double[] inverseFrequency(int[][] texts, int vocabulary) {
        double[] seen = new double[vocabulary];
        double total = 0;
        for (int[] text : texts) {
            for (int token : text) {
                seen[token]++;
                total++;
            }
        }
        double all = total;
        return Arrays.stream(seen).map(n -> FREQUENT / (FREQUENT + n / all)).toArray();
    }

    private static double[][] axes(float[][] embeddings, int dimension) {
        OuterProducts moments = new OuterProducts(embeddings[0].length);
        for (float[] embedding : embeddings) {
            double[] wide = new double[embedding.length];
            Arrays.setAll(wide, j -> embedding[j]);
            moments.add(wide, 1);
        }
        return PrincipalAxes.of(moments, dimension);
    }

    private static double[][] turned(float[][] rows, double[][] axes) {
        double[][] turned = new double[rows.length][axes.length];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < axes.length; k++) {
                double sum = 0;
                for (int j = 0; j < rows[i].length; j++) {
                    sum += rows[i][j] * axes[k][j];
                }
                turned[i][k] = sum;
            }
        }
        return turned;
    }

    /** One factor for the whole table, so that learning does not begin with shrinking it. */
    private static void scaleTo(double[][] target, Bags bags, double[][] table) {
        double[] mean = new double[table[0].length];
        double products = 0;
        double squares = 0;
        for (int i = 0; i < bags.size(); i++) {
            Arrays.fill(mean, 0);
            bags.add(i, table, mean);
            products += dot(mean, target[i]);
            squares += dot(mean, mean);
        }
        double factor = products / squares;
        for (double[] row : table) {
            Arrays.setAll(row, j -> factor * row[j]);
        }
    }

    /** Conjugate gradients on the normal equations of the way to move, each column of the table on its own. */
    private static void approach(double[][] target, Bags bags, double[][] table, int steps) {
        int d = table[0].length;
        double[][] residual = new double[table.length][d];
        double[] difference = new double[d];
        for (int i = 0; i < bags.size(); i++) {
            Arrays.fill(difference, 0);
            bags.add(i, table, difference);
            for (int j = 0; j < d; j++) {
                difference[j] = target[i][j] - difference[j];
            }
            bags.addTransposed(i, difference, residual);
        }
        double[][] direction = Arrays.stream(residual).map(double[]::clone).toArray(double[][]::new);
        double[] squares = columnProducts(residual, residual);
        double enough = TOLERANCE * Arrays.stream(squares).max().orElse(0);
        double[][] image = new double[table.length][d];
        for (int step = 0; step < steps && Arrays.stream(squares).max().orElse(0) > enough; step++) {
            for (int t = 0; t < table.length; t++) {
                for (int j = 0; j < d; j++) {
                    image[t][j] = PENALTY * direction[t][j];
                }
            }
            for (int i = 0; i < bags.size(); i++) {
                Arrays.fill(difference, 0);
                bags.add(i, direction, difference);
                bags.addTransposed(i, difference, image);
            }
            double[] curvature = columnProducts(direction, image);
            for (int t = 0; t < table.length; t++) {
                for (int j = 0; j < d; j++) {
                    double length = curvature[j] > 0 ? squares[j] / curvature[j] : 0;
                    table[t][j] += length * direction[t][j];
                    residual[t][j] -= length * image[t][j];
                }
            }
            double[] next = columnProducts(residual, residual);
            for (int t = 0; t < table.length; t++) {
                for (int j = 0; j < d; j++) {
                    direction[t][j] = residual[t][j] + (squares[j] > 0 ? next[j] / squares[j] : 0) * direction[t][j];
                }
            }
            squares = next;
        }
    }

    private static double[] columnProducts(double[][] a, double[][] b) {
        double[] products = new double[a[0].length];
        for (int t = 0; t < a.length; t++) {
            for (int j = 0; j < products.length; j++) {
                products[j] += a[t][j] * b[t][j];
            }
        }
        return products;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
