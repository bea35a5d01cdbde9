package dev.tierwise.training.rows;

import dev.tierwise.core.data.Observation;
import dev.tierwise.core.data.Splits;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.explain.TopicMap;
import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.core.prompt.token.WordBag;
import dev.tierwise.training.head.Fitted;
import dev.tierwise.training.head.FittedRouter;
import dev.tierwise.training.head.FittedStack;
import dev.tierwise.training.head.HeadFamily;
import dev.tierwise.training.head.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rows of a run as columns, and which side of each split a row falls on: always by prompt text, never by row. */
public final class TrainingSet {
    /** Folds of the cross-validation. */
    public static final int FOLDS = 5;

    /** Share of the prompts that calibrate and are used for nothing else. */
    static final double CALIBRATION_SHARE = 0.2;

    private final List<Observation> observations;
    private final Rows rows;
    private final int[] promptNumbers;
    private final int[] fold;
    private final boolean[] calibrates;

    TrainingSet(
            List<Observation> observations,
            float[][] features,
            Pooling pooling,
            WordBag[] words,
            TieRule ties,
            long seed) {
        this.observations = observations;
        int n = observations.size();
        double[] win = new double[n];
        double[] gain = new double[n];
        double[] weight = new double[n];
        fold = new int[n];
        calibrates = new boolean[n];
        promptNumbers =
                Splits.numbers(observations.stream().map(Observation::prompt).toList());
        Splits folds = new Splits("folds", seed);
        Splits calibration = new Splits("calibration", seed);
        for (int i = 0; i < n; i++) {
            Observation row = observations.get(i);
            win[i] = ties.win(row.outcome()).orElse(Double.NaN);
            gain[i] = row.outcome().gain();
            weight[i] = row.weight();
            fold[i] = folds.fold(row.prompt(), FOLDS);
            calibrates[i] = calibration.fraction(row.prompt()) < CALIBRATION_SHARE;
        }
        rows = new Rows(features, pooling, words, win, gain, countable(weight));
    }

    private TrainingSet(TrainingSet set, Rows rows) {
        this.observations = set.observations;
        this.rows = rows;
        this.promptNumbers = set.promptNumbers;
        this.fold = set.fold;
        this.calibrates = set.calibrates;
    }

    /** The same rows with what a teacher reads of each, one vector per row in order. */
    public TrainingSet withLesson(float[][] read) {
        return new TrainingSet(this, rows.withLesson(read));
    }

    /**
     * The weights as numbers of rows: penalties and the least sizes of calibration's steps are counted in those. Weights
     * that add up to fewer than there are rows are shares of something and are scaled to one a row in the mean.
     */
    private static double[] countable(double[] weight) {
        double mean = Arrays.stream(weight).average().orElse(1);
        return mean < 1 ? Arrays.stream(weight).map(w -> w / mean).toArray() : weight;
    }

    public int size() {
        return observations.size();
    }

    public Rows rows() {
        return rows;
    }

    public String prompt(int row) {
        return observations.get(row).prompt();
    }

    /** A number for each of some rows, equal for rows of one prompt. */
    public int[] promptNumbers(int[] of) {
        return IntStream.of(of).map(row -> promptNumbers[row]).toArray();
    }

    public int fold(int row) {
        return fold[row];
    }

    /**
     * Fits a family to all rows but those of a fold, calibration included; -1 leaves none out. A stack calibrates on its
     * own out-of-fold scores, the other families on rows used for nothing else.
     */
    public Fitted fit(HeadFamily family, int without, long seed) {
        return fitWhere(family, i -> fold[i] != without, seed);
    }

    /** Fits a family to the rows whose index passes. */
    public Fitted fitWhere(HeadFamily family, IntPredicate keep, long seed) {
        return family == HeadFamily.STACK
                ? FittedStack.fit(rows.where(keep), seed)
                : FittedRouter.fit(
                        family,
                        rows.where(i -> !calibrates[i] && keep.test(i)),
                        rows.where(i -> calibrates[i] && keep.test(i)),
                        seed);
    }

    /** Rows that calibrate and do nothing else, unless the router is a stack. */
    public Rows calibrating() {
        return rows.where(i -> calibrates[i]);
    }

    /** Rows that the tie rule leaves out of every fit. */
    public Rows unlabelled() {
        return rows.where(i -> Double.isNaN(rows.win()[i]));
    }

    /** Topic of a row, or null without one. */
    @Nullable
    public String category(int row) {
        return observations.get(row).category();
    }

    /** Where the categories lie; rows without one belong to their file. */
    public TopicMap topics() {
        return TopicMap.of(
                observations.stream()
                        .map(row -> Objects.requireNonNullElse(row.category(), row.file()))
                        .toList(),
                rows.words(),
                rows.win());
    }

    /** Name of the file a row is from. */
    public String file(int row) {
        return observations.get(row).file();
    }

    public double[] strong() {
        return observations.stream().mapToDouble(o -> o.outcome().strong()).toArray();
    }

    public double[] weak() {
        return observations.stream().mapToDouble(o -> o.outcome().weak()).toArray();
    }

    /** Lengths of the whole prompts in code points, the baseline every router has to beat. */
    public double[] lengths() {
        return observations.stream().mapToDouble(Observation::length).toArray();
    }

    /** Names of the files, in the order they were read. */
    public List<String> datasets() {
        return observations.stream().map(Observation::file).distinct().toList();
    }

    /** Indices of the rows of a file. */
    public int[] rowsOf(String dataset) {
        return IntStream.range(0, size())
                .filter(i -> observations.get(i).file().equals(dataset))
                .toArray();
    }
}
