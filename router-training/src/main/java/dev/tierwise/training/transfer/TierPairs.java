package dev.tierwise.training.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The pairs a source is judged on: the best third of its models against the worst and against the middle third, and four
 * pairs of single models at fixed places of the ranking. Pairs less than {@link #LEAST_GAP} apart are left out, because
 * APGR divides by the gap.
 */
final class TierPairs {
    static final double LEAST_GAP = 0.05;

    private static final double[][] SINGLES = {{1, 0.5}, {0.9, 0.6}, {0.8, 0.3}, {1, 0}};

    private TierPairs() {}

    static List<TierPair> of(double[][] scores) {
        int[] ranked = byMean(scores);
        int third = Math.max(1, ranked.length / 3);
        List<TierPair> pairs = new ArrayList<>();
        pairs.add(thirds(scores));
        if (ranked.length > 2 * third) {
            pairs.add(pair(
                    scores,
                    slice(ranked, ranked.length - third, ranked.length),
                    slice(ranked, third, ranked.length - third)));
        }
        for (double[] places : SINGLES) {
            pairs.add(pair(scores, new int[] {at(ranked, places[0])}, new int[] {at(ranked, places[1])}));
        }
        return pairs.stream()
                .filter(pair -> pair.strongLevel() - pair.weakLevel() >= LEAST_GAP)
                .toList();
    }

    static TierPair thirds(double[][] scores) {
        int[] ranked = byMean(scores);
        int third = Math.max(1, ranked.length / 3);
        return pair(scores, slice(ranked, ranked.length - third, ranked.length), slice(ranked, 0, third));
    }

    private static TierPair pair(double[][] scores, int[] strong, int[] weak) {
        double[] high = new double[scores.length];
        double[] low = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            high[i] = mean(scores[i], strong);
            low[i] = mean(scores[i], weak);
        }
        int[] rows = IntStream.range(0, scores.length)
                .filter(i -> !Double.isNaN(high[i]) && !Double.isNaN(low[i]))
                .toArray();
        return new TierPair(rows, DifficultySource.pick(high, rows), DifficultySource.pick(low, rows));
    }

    /** Columns from the worst model to the best. */
    private static int[] byMean(double[][] scores) {
        return IntStream.range(0, scores[0].length)
                .boxed()
                .sorted(Comparator.comparingDouble(m -> columnMean(scores, m)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double columnMean(double[][] scores, int model) {
        double sum = 0;
        int count = 0;
        for (double[] row : scores) {
            if (!Double.isNaN(row[model])) {
                sum += row[model];
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    private static double mean(double[] row, int[] models) {
        double sum = 0;
        int count = 0;
        for (int model : models) {
            if (!Double.isNaN(row[model])) {
                sum += row[model];
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    private static int at(int[] ranked, double place) {
        return ranked[(int) Math.round(place * (ranked.length - 1))];
    }

    private static int[] slice(int[] ranked, int from, int to) {
        return Arrays.copyOfRange(ranked, from, to);
    }
}
