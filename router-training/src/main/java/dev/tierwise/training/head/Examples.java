package dev.tierwise.training.head;

/**
 * What a head is fitted to: standardised features and their targets, by row.
 *
 * <p>{@code win} is the probability that the strong tier wins, in 0..1, NaN where the tie rule leaves the row out;
 * {@code gain} is what the strong tier adds, in the data's unit; {@code weight} is how many rows a row stands for.
 */
public final class Examples {
    final double[][] z;
    final double[] win;
    final double[] gain;
    final double[] weight;

    public Examples(double[][] z, double[] win, double[] gain, double[] weight) {
        this.z = z;
        this.win = win;
        this.gain = gain;
        this.weight = weight;
    }

    public int size() {
        return z.length;
    }

    int features() {
        return z[0].length;
    }
}
