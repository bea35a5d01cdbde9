package dev.tierwise.training.head;

import dev.tierwise.core.prompt.token.WordBag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Words, trees and a line: the weighted sum of their scores, each in units of its own deviation. The shares are fixed:
 * fitted ones were no better on the development files and worse on topics left out. Prompts that list answers to choose
 * from and all others have shares of their own.
 */
public final class Stack {
    private static final int FOLDS = 5;

    /** Of the line where a kind of prompt has few rows: it needs the fewest. */
    private static final double LINE_OF_FEW = 2;

    private static final int FEW = 3000;
    /** Of the line where it sees what the components of the embeddings leave out. */
    private static final double LINE_WITH_EMBEDDING = 0.7;

    private static final int RICH_EMBEDDING = 8 * Projection.COMPONENTS;
    /** Else trees see the same and tell the topics left out apart better. */
    private static final double LINE_WITHOUT = 0;

    private final List<Part> parts;
    private final double[] choiceShares;
    private final double[] openShares;
    private final double[] means;
    private final double[] deviations;
    private final double[] outOfFold;

    private Stack(
            List<Part> parts,
            double[] choiceShares,
            double[] openShares,
            double[] means,
            double[] deviations,
            double[] outOfFold) {
        this.parts = parts;
        this.choiceShares = choiceShares;
        this.openShares = openShares;
        this.means = means;
        this.deviations = deviations;
        this.outOfFold = outOfFold;
    }

    static Stack fit(Rows rows, long seed) {
        int[] fold = Folds.byFeatures(rows.features(), FOLDS);
        Projection projection = Projection.fit(rows);
        float[][] inputs = Arrays.stream(rows.features())
                .map(row -> TreesPart.inputs(row, projection))
                .toArray(float[][]::new);
        List<Part[]> fits = new ArrayList<>();
        Part[] words = new Part[FOLDS + 1];
        Part[] trees = new Part[FOLDS + 1];
        IntStream.rangeClosed(0, FOLDS).parallel().forEach(left -> {
            Rows seen = rows.where(i -> fold[i] != left);
            float[][] seenInputs = Rows.pick(inputs, i -> fold[i] != left);
            if (seen.size() == 0) {
                seen = rows;
                seenInputs = inputs;
            }
            words[left] = WordsPart.fit(seen);
            trees[left] = TreesPart.fit(seen, seenInputs, projection, seed);
        });
        fits.add(words);
        fits.add(trees);
        fits.add(LinearPart.fitWithout(
                Teacher.taught(rows, fold, FOLDS),
                Standardizer.fit(rows.features(), rows.weight()),
                fold,
                FOLDS,
                rows.hasLesson() ? LinearPart.PENALTY_TAUGHT : LinearPart.PENALTY));
        return stacked(rows, fold, fits, projection.dimension() >= RICH_EMBEDDING ? LINE_WITH_EMBEDDING : LINE_WITHOUT);
    }

    private static Stack stacked(Rows rows, int[] fold, List<Part[]> fits, double usualLine) {
        int count = fits.size();
        boolean[] open = LinearPart.open(rows);
        int openRows = LinearPart.count(open);
        double[] choiceShares = {1, 1, rows.size() - openRows < FEW ? LINE_OF_FEW : usualLine};
        double[] openShares = {1, 1, openRows < FEW ? LINE_OF_FEW : usualLine};
        double[] means = new double[count];
        double[] deviations = new double[count];
        double[] outOfFold = new double[rows.size()];
        List<Part> last = new ArrayList<>();
        for (int p = 0; p < count; p++) {
            double[] scores = new double[rows.size()];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = fits.get(p)[fold[i]].score(rows.features()[i], rows.words()[i]);
            }
            double mean = Arrays.stream(scores).average().orElse(0);
            double variance = Arrays.stream(scores)
                    .map(s -> (s - mean) * (s - mean))
                    .average()
                    .orElse(0);
            means[p] = mean;
            deviations[p] = Math.max(Math.sqrt(variance), 1e-6);
            for (int i = 0; i < scores.length; i++) {
                outOfFold[i] += (open[i] ? openShares : choiceShares)[p] * (scores[i] - mean) / deviations[p];
            }
            last.add(fits.get(p)[FOLDS]);
        }
        return new Stack(last, choiceShares, openShares, means, deviations, outOfFold);
    }

    /** The members, in the order of their shares: words, trees, line. */
    public List<Part> parts() {
        return parts;
    }

    /** The score of each row it was fitted to, by parts that had not seen the row. */
    double[] outOfFold() {
        return outOfFold;
    }

    /** What part {@code p} is multiplied with. */
    public double factor(int p, boolean open) {
        return (open ? openShares : choiceShares)[p] / deviations[p];
    }

    /** What is added to the sum. */
    public double bias(boolean open) {
        double bias = 0;
        for (int p = 0; p < means.length; p++) {
            bias -= factor(p, open) * means[p];
        }
        return bias;
    }

    /** Scores one row. */
    public double score(float[] features, WordBag words) {
        boolean open = features[LinearPart.optionsIndex(features.length)] == 0;
        double sum = bias(open);
        for (int p = 0; p < means.length; p++) {
            sum += factor(p, open) * parts.get(p).score(features, words);
        }
        return sum;
    }

    /** A number no score exceeds in size. */
    public double bound(boolean open) {
        double sum = Math.abs(bias(open));
        for (int p = 0; p < means.length; p++) {
            sum += factor(p, open) * parts.get(p).bound();
        }
        return sum;
    }
}
