package dev.tierwise.training.head;

import java.util.Arrays;
import java.util.Random;

/** Rows whose gain and win follow from their features, plus noise; equal seeds give equal rows. */
public final class RandomRows {
    private RandomRows() {}

    /** One column never varies, and one is long-tailed. */
    public static Rows of(int rows, int features, long seed) {
        Random random = new Random(seed);
        double[] truth = random.doubles(features, -1, 1).toArray();
        float[][] x = new float[rows][features];
        double[] win = new double[rows];
        double[] gain = new double[rows];
        double[] weight = new double[rows];
        for (int i = 0; i < rows; i++) {
            double score = random.nextGaussian();
            for (int j = 0; j < features; j++) {
                x[i][j] = (float) (j + random.nextGaussian() * (j + 1));
                score += truth[j] * (x[i][j] - j) / (j + 1);
            }
            x[i][0] = 7;
            x[i][1] = (float) Math.exp(3 * random.nextGaussian());
            gain[i] = Math.clamp(Math.rint(score / 2), -1, 1);
            win[i] = gain[i] > 0 ? 1 : 0;
            weight[i] = 1;
        }
        return new Rows(x, win, gain, weight);
    }

    static Examples examples(Rows rows) {
        Standardizer standardizer = Standardizer.fit(rows.features(), rows.weight());
        double[][] z = Arrays.stream(rows.features()).map(standardizer::apply).toArray(double[][]::new);
        return new Examples(z, rows.win(), rows.gain(), rows.weight());
    }
}
