package dev.tierwise.training.head;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Training rows as columns. The arrays are shared, not copied: nobody changes them. */
public final class Rows {
    private final float[][] features;
    private final double[] win;
    private final double[] gain;
    private final double[] weight;

    /**
     * Wraps columns of equal length.
     *
     * @param features one raw vector per row
     * @param win probability that strong wins, in 0..1, NaN where the tie rule leaves the row out
     * @param gain strong minus weak, in the data's unit
     * @param weight how many rows each stands for
     */
    public Rows(float[][] features, double[] win, double[] gain, double[] weight) {
        this.features = features;
        this.win = win;
        this.gain = gain;
        this.weight = weight;
    }

    public float[][] features() {
        return features;
    }

    public double[] win() {
        return win;
    }

    public double[] gain() {
        return gain;
    }

    public double[] weight() {
        return weight;
    }

    public int size() {
        return features.length;
    }

    /** The rows that have a win label. */
    Rows labelled() {
        return where(i -> !Double.isNaN(win[i]));
    }

    /** The rows whose index passes. */
    public Rows where(IntPredicate keep) {
        int[] kept = IntStream.range(0, size()).filter(keep).toArray();
        float[][] rows = new float[kept.length][];
        for (int i = 0; i < kept.length; i++) {
            rows[i] = features[kept[i]];
        }
        return new Rows(rows, pick(win, kept), pick(gain, kept), pick(weight, kept));
    }

    private static double[] pick(double[] column, int[] rows) {
        return IntStream.of(rows).mapToDouble(i -> column[i]).toArray();
    }
}
