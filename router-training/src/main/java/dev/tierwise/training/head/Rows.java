package dev.tierwise.training.head;

import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.core.prompt.token.WordBag;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Training rows as columns. The arrays are shared, not copied: nobody changes them. */
public final class Rows {
    private final float[][] features;
    private final Pooling pooling;
    private final WordBag[] words;
    private final double[] win;
    private final double[] gain;
    private final double[] weight;
    private final float @Nullable [][] lesson;

    /**
     * Wraps columns of equal length.
     *
     * @param features one raw vector per row
     * @param pooling of the embeddings each begins with
     * @param words the words of each row
     * @param win probability that strong wins, in 0..1, NaN where the tie rule leaves the row out
     * @param gain strong minus weak, in the data's unit
     * @param weight how many rows each stands for
     */
    public Rows(float[][] features, Pooling pooling, WordBag[] words, double[] win, double[] gain, double[] weight) {
        this(features, pooling, words, win, gain, weight, null);
    }

    private Rows(
            float[][] features,
            Pooling pooling,
            WordBag[] words,
            double[] win,
            double[] gain,
            double[] weight,
            float @Nullable [][] lesson) {
        this.features = features;
        this.pooling = pooling;
        this.words = words;
        this.win = win;
        this.gain = gain;
        this.weight = weight;
        this.lesson = lesson;
    }

    /**
     * These rows with what a {@link Teacher} may read of each beside the features, in training alone.
     *
     * @param read one raw vector per row, which ends with the surface features
     */
    public Rows withLesson(float[][] read) {
        return new Rows(features, pooling, words, win, gain, weight, read);
    }

    /** Rows with one embedding, whose words nobody asks for. */
    public Rows(float[][] features, double[] win, double[] gain, double[] weight) {
        this(features, Pooling.WHOLE, noWords(features.length), win, gain, weight);
    }

    private static WordBag[] noWords(int rows) {
        WordBag[] none = new WordBag[rows];
        Arrays.fill(none, WordBag.EMPTY);
        return none;
    }

    Pooling pooling() {
        return pooling;
    }

    public WordBag[] words() {
        return words;
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

    boolean hasLesson() {
        return lesson != null;
    }

    /** The same rows as the teacher reads them; as they are without a lesson. */
    Rows asTaught() {
        return lesson == null ? this : new Rows(lesson, pooling, words, win, gain, weight);
    }

    Rows withGain(double[] other) {
        return new Rows(features, pooling, words, win, other, weight, lesson);
    }

    /** The rows that have a win label. */
    Rows labelled() {
        return where(i -> !Double.isNaN(win[i]));
    }

    /** The rows whose index passes. */
    public Rows where(IntPredicate keep) {
        int[] kept = IntStream.range(0, size()).filter(keep).toArray();
        WordBag[] bags = new WordBag[kept.length];
        for (int i = 0; i < kept.length; i++) {
            bags[i] = words[kept[i]];
        }
        return new Rows(
                pick(features, keep),
                pooling,
                bags,
                pick(win, kept),
                pick(gain, kept),
                pick(weight, kept),
                lesson == null ? null : pick(lesson, keep));
    }

    /** Of an array with one entry per row, those whose index passes. */
    static float[][] pick(float[][] column, IntPredicate keep) {
        return IntStream.range(0, column.length)
                .filter(keep)
                .mapToObj(i -> column[i])
                .toArray(float[][]::new);
    }

    private static double[] pick(double[] column, int[] rows) {
        return IntStream.of(rows).mapToDouble(i -> column[i]).toArray();
    }
}
