package dev.tierwise.training.head;

import dev.tierwise.core.prompt.token.WordBag;
import java.util.Arrays;

/**
 * Ridge regression of the gain on words: TF-IDF weights scaled to unit length per prompt. Words of fewer than
 * {@link #LEAST_ROWS} rows are unknown.
 */
public final class WordsPart implements Part {
    private static final int LEAST_ROWS = 3;
    /** On top of squares of rows of unit length; flat between 10 and 20 on the development files. */
    private static final double PENALTY = 15;

    private static final int MOST_STEPS = 200;
    private static final double TOLERANCE = 1e-4;

    private final float[] effect;
    private final float[] norm;
    private final double bound;

    private WordsPart(float[] effect, float[] norm, double bound) {
        this.effect = effect;
        this.norm = norm;
        this.bound = bound;
    }

    static WordsPart fit(Rows rows) {
        double[] idf = idf(rows);
        int[] column = new int[idf.length];
        int columns = 0;
        for (int b = 0; b < idf.length; b++) {
            column[b] = idf[b] == 0 ? -1 : columns++;
        }
        Sparse matrix = new Sparse(rows, idf, column, columns);
        double[] weights = matrix.ridge(rows.gain(), PENALTY);
        float[] effect = new float[idf.length];
        float[] norm = new float[idf.length];
        double squares = 0;
        for (int b = 0; b < idf.length; b++) {
            if (column[b] >= 0) {
                effect[b] = (float) (idf[b] * weights[column[b]]);
                norm[b] = (float) (idf[b] * idf[b]);
                squares += weights[column[b]] * weights[column[b]];
            }
        }
        return new WordsPart(effect, norm, Math.sqrt(squares));
    }

    /** By table row; 0 for what is unknown. */
    private static double[] idf(Rows rows) {
        double[] seen = new double[WordBag.BUCKETS];
        for (WordBag bag : rows.words()) {
            for (int i = 0; i < bag.size(); i++) {
                seen[bag.bucket(i)]++;
            }
        }
        return Arrays.stream(seen)
                .map(n -> n < LEAST_ROWS ? 0 : 1 + Math.log((1 + rows.size()) / (1 + n)))
                .toArray();
    }

    /** Inverse frequency times regression weight, by table row. */
    public float[] effect() {
        return effect;
    }

    /** Square of the inverse frequency, by table row. */
    public float[] norm() {
        return norm;
    }

    @Override
    public double score(float[] features, WordBag words) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < words.size(); i++) {
            double weight = words.weight(i);
            sum += weight * effect[words.bucket(i)];
            squares += weight * weight * norm[words.bucket(i)];
        }
        return squares == 0 ? 0 : sum / Math.sqrt(squares);
    }

    @Override
    public double bound() {
        return bound;
    }

    /** Rows of unit length, most of whose values are 0. */
    private static final class Sparse {
        private final int[][] columns;
        private final double[][] values;
        private final double[] weight;
        private final double[] means;
        private final double total;

        Sparse(Rows rows, double[] idf, int[] column, int width) {
            columns = new int[rows.size()][];
            values = new double[rows.size()][];
            weight = rows.weight();
            means = new double[width];
            total = Arrays.stream(weight).sum();
            for (int i = 0; i < columns.length; i++) {
                WordBag bag = rows.words()[i];
                int[] place = new int[bag.size()];
                double[] value = new double[bag.size()];
                int count = 0;
                double squares = 0;
                for (int k = 0; k < bag.size(); k++) {
                    int bucket = bag.bucket(k);
                    if (column[bucket] >= 0) {
                        place[count] = column[bucket];
                        value[count] = bag.weight(k) * idf[bucket];
                        squares += value[count] * value[count];
                        count++;
                    }
                }
                columns[i] = Arrays.copyOf(place, count);
                values[i] = Arrays.copyOf(value, count);
                for (int k = 0; k < count; k++) {
                    values[i][k] /= Math.sqrt(squares);
                    means[columns[i][k]] += weight[i] * values[i][k] / total;
                }
            }
        }

        /** Conjugate gradients on the normal equations; the mean of every column is taken out, the bias left out. */
        double[] ridge(double[] target, double penalty) {
            double mean = 0;
            for (int i = 0; i < target.length; i++) {
                mean += weight[i] * target[i] / total;
            }
            double[] centred = target.clone();
            for (int i = 0; i < centred.length; i++) {
                centred[i] -= mean;
            }
            double[] residual = transposed(centred);
            double[] direction = residual.clone();
            double[] solution = new double[means.length];
            double square = dot(residual, residual);
            double enough = square * TOLERANCE * TOLERANCE;
            for (int step = 0; step < MOST_STEPS && square > enough; step++) {
                double[] image = transposed(times(direction));
                for (int j = 0; j < image.length; j++) {
                    image[j] += penalty * direction[j];
                }
                double along = square / dot(direction, image);
                for (int j = 0; j < image.length; j++) {
                    solution[j] += along * direction[j];
                    residual[j] -= along * image[j];
                }
                double next = dot(residual, residual);
                for (int j = 0; j < image.length; j++) {
                    direction[j] = residual[j] + next / square * direction[j];
                }
                square = next;
            }
            return solution;
        }

        private double[] times(double[] vector) {
            double shift = dot(means, vector);
            double[] result = new double[columns.length];
            for (int i = 0; i < result.length; i++) {
                double sum = -shift;
                for (int k = 0; k < columns[i].length; k++) {
                    sum += values[i][k] * vector[columns[i][k]];
                }
                result[i] = sum;
            }
            return result;
        }

        private double[] transposed(double[] rows) {
            double[] result = new double[means.length];
            double sum = 0;
            for (int i = 0; i < rows.length; i++) {
                double scaled = weight[i] * rows[i];
                sum += scaled;
                for (int k = 0; k < columns[i].length; k++) {
                    result[columns[i][k]] += scaled * values[i][k];
                }
            }
            for (int j = 0; j < result.length; j++) {
                result[j] -= sum * means[j];
            }
            return result;
        }

        private static double dot(double[] a, double[] b) {
            double sum = 0;
            for (int j = 0; j < a.length; j++) {
                sum += a[j] * b[j];
            }
            return sum;
        }
    }
}
