package dev.tierwise.training.transfer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of one test in one file, each answered by the same models. The arrays are shared, not copied. */
public final class DifficultySource {
    private final String name;
    private final String family;
    private final float[][] features;
    private final double[][] scores;
    private final double[] difficulty;

    /**
     * Wraps rows and estimates their difficulty.
     *
     * @param name of the file and the test
     * @param family tests that are alike share one; they are left out together
     * @param features one raw vector per row
     * @param scores one row per prompt, one column per model, NaN where a model was not asked
     */
    public DifficultySource(String name, String family, float[][] features, double[][] scores) {
        this.name = name;
        this.family = family;
        this.features = features;
        this.scores = scores;
        this.difficulty = Rasch.difficulties(scores);
    }

    public String name() {
        return name;
    }

    public String family() {
        return family;
    }

    public float[][] features() {
        return features;
    }

    /** Rasch difficulty of each row, in log-odds. */
    public double[] difficulty() {
        return difficulty;
    }

    public int size() {
        return features.length;
    }

    /** Strong and weak tiers that are a fair comparison on this source: see {@link TierPairs}. */
    public List<TierPair> pairs() {
        return TierPairs.of(scores);
    }

    /** The best third of the models against the worst third. */
    public TierPair widestPair() {
        return TierPairs.thirds(scores);
    }

    /** The values of some rows. */
    static double[] pick(double[] column, int[] rows) {
        return IntStream.of(rows).mapToDouble(i -> column[i]).toArray();
    }

    double[] ones() {
        double[] ones = new double[size()];
        Arrays.fill(ones, 1);
        return ones;
    }
}
