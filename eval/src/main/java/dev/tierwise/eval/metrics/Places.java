package dev.tierwise.eval.metrics;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Where the scores of a cross-validation stand among those of their own fold. A threshold compares scores of one router;
 * the routers of the folds have slightly different scales, and to compare across them would count that against each.
 */
public final class Places {
    private Places() {}

    /**
     * The place of each row among the rows of its fold, in 0..1, equal scores sharing one.
     *
     * @param fold any number per row, equal for rows scored by the same router
     */
    public static double[] within(double[] score, int[] fold) {
        double[] places = new double[score.length];
        for (int f : IntStream.of(fold).distinct().toArray()) {
            int[] rows =
                    IntStream.range(0, score.length).filter(i -> fold[i] == f).toArray();
            double[] sorted =
                    IntStream.of(rows).mapToDouble(i -> score[i]).sorted().toArray();
            for (int row : rows) {
                places[row] = (lowestIndex(sorted, score[row]) + 0.5) / rows.length;
            }
        }
        return places;
    }

    private static int lowestIndex(double[] sorted, double value) {
        int found = Arrays.binarySearch(sorted, value);
        while (found > 0 && sorted[found - 1] == value) {
            found--;
        }
        return found;
    }
}
