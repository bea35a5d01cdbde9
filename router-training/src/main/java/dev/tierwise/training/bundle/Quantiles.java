package dev.tierwise.training.bundle;

import dev.tierwise.core.bundle.Manifest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The quantiles of win probabilities that a manifest keeps, for thresholds by share of strong calls. */
final class Quantiles {
    private Quantiles() {}

    /** {@link #of(double[], double[])} of rows that count alike. */
    static List<Float> of(double[] values) {
        double[] weight = new double[values.length];
        Arrays.fill(weight, 1);
        return of(values, weight);
    }

    /** Ascending quantiles at 0, 1/1000, ... 1, linear between rows, each of which lies in the middle of its weight. */
    static List<Float> of(double[] values, double[] weight) {
        int[] order = IntStream.range(0, values.length)
                .filter(i -> weight[i] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int last = order.length - 1;
        double[] place = new double[order.length];
        for (int k = 1; k <= last; k++) {
            place[k] = place[k - 1] + (weight[order[k - 1]] + weight[order[k]]) / 2;
        }
        List<Float> quantiles = new ArrayList<>(Manifest.QUANTILES);
        int below = 0;
        for (int q = 0; q < Manifest.QUANTILES; q++) {
            double wanted = q * place[last] / (Manifest.QUANTILES - 1);
            while (below < last - 1 && place[below + 1] <= wanted) {
                below++;
            }
            double from = values[order[below]];
            double to = values[order[Math.min(below + 1, last)]];
            double share = below == last ? 0 : (wanted - place[below]) / (place[below + 1] - place[below]);
            quantiles.add((float) (from + Math.clamp(share, 0, 1) * (to - from)));
        }
        return quantiles;
    }
}
