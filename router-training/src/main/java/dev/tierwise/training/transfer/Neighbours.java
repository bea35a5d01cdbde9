package dev.tierwise.training.transfer;

import java.util.Arrays;

/** The mean label of the nearest rows by cosine, the best-known simple router over embeddings. */
final class Neighbours {
    private static final int NEAREST = 40;

    private final float[][] rows;
    private final double[] label;

    Neighbours(float[][] rows, double[] label, int dimension) {
        this.rows = Arrays.stream(rows).map(row -> unit(row, dimension)).toArray(float[][]::new);
        this.label = label;
    }

    double score(float[] features) {
        float[] row = unit(features, rows[0].length);
        double[] nearest = new double[NEAREST];
        double[] labels = new double[NEAREST];
        Arrays.fill(nearest, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < rows.length; i++) {
            float cosine = 0;
            for (int j = 0; j < row.length; j++) {
                cosine += row[j] * rows[i][j];
            }
            int place = NEAREST - 1;
            if (cosine > nearest[place]) {
                for (; place > 0 && nearest[place - 1] < cosine; place--) {
                    nearest[place] = nearest[place - 1];
                    labels[place] = labels[place - 1];
                }
                nearest[place] = cosine;
                labels[place] = label[i];
            }
        }
        return Arrays.stream(labels).average().orElse(0);
    }

    private static float[] unit(float[] features, int dimension) {
        float[] unit = Arrays.copyOf(features, dimension);
        double squares = 0;
        for (float value : unit) {
            squares += value * value;
        }
        float norm = (float) Math.max(Math.sqrt(squares), 1e-9);
        for (int j = 0; j < dimension; j++) {
            unit[j] /= norm;
        }
        return unit;
    }
}
