package dev.tierwise.eval.metrics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Rows in descending order of score, with equal scores held together as one group. Sorting is the dear part of every
 * figure; it is done once here and shared by all of them, and by every bootstrap round. Immutable.
 */
public final class Ranked {
    private final int[] order;
    private final int[] groupEnds;
    private final double[] groupScores;

    private Ranked(int[] order, int[] groupEnds, double[] groupScores) {
        this.order = order;
        this.groupEnds = groupEnds;
        this.groupScores = groupScores;
    }

    /**
     * Sorts the rows.
     *
     * @param score one finite number per row, higher meaning "send to strong first"
     */
    public static Ranked of(double[] score) {
        for (int i = 0; i < score.length; i++) {
            if (!Double.isFinite(score[i])) {
                throw new IllegalArgumentException("score " + score[i] + " of row " + i + " is not finite");
            }
        }
        int[] order = IntStream.range(0, score.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -score[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] ends = IntStream.rangeClosed(1, order.length)
                .filter(k -> k == order.length || score[order[k]] != score[order[k - 1]])
                .toArray();
        double[] groupScores =
                IntStream.of(ends).mapToDouble(end -> score[order[end - 1]]).toArray();
        return new Ranked(order, ends, groupScores);
    }

    public int rows() {
        return order.length;
    }

    /** How many distinct scores there are. */
    public int groups() {
        return groupEnds.length;
    }

    /** The rows from the highest score to the lowest, a copy. */
    public int[] order() {
        return order.clone();
    }

    /** The row that stands at a place of the order, 0 being the highest score. */
    int row(int place) {
        return order[place];
    }

    /** The place after the last row of a group. */
    int end(int group) {
        return groupEnds[group];
    }

    /** The score that all rows of a group share. */
    double score(int group) {
        return groupScores[group];
    }

    /** How many groups have a score of at least {@code threshold}. */
    int groupsAtLeast(double threshold) {
        int low = 0;
        int high = groupScores.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (groupScores[middle] >= threshold) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
