package dev.tierwise.training.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AdaptationTest {
    private static final int EMBEDDING = 6;
    private static final int FEATURES = 10;
    private static final Adaptation ADAPTATION = new Adaptation(EMBEDDING, EMBEDDING);

    private final Random random = new Random(3);

    @Test
    void withoutEvidenceItKeepsToThePriorAndTheLength() {
        float[][] rows = rows(40);
        double[] prior = column(rows.length);
        double[] gain = column(rows.length);

        AdaptedScore score = ADAPTATION.fit(rows, prior, gain, ones(rows.length));

        assertThat(score.priorWeight())
                .as("labels are noise, so what was expected stays")
                .isPositive();
        float[] longer = rows[0].clone();
        longer[EMBEDDING] += 1;
        assertThat(score.score(longer, 0)).isGreaterThan(score.score(rows[0], 0));
    }

    @Test
    void manyLabelsOutweighWhatWasExpected() {
        float[][] rows = rows(600);
        double[] prior = column(rows.length);
        double[] gain =
                Arrays.stream(rows).mapToDouble(row -> row[1] - row[EMBEDDING]).toArray();

        AdaptedScore score = ADAPTATION.fit(rows, prior, gain, ones(rows.length));

        double[] scores = IntStream.range(0, rows.length)
                .mapToDouble(i -> score.score(rows[i], prior[i]))
                .toArray();
        assertThat(correlation(scores, gain)).as("seed 3").isGreaterThan(0.95);
    }

    @Test
    void aRowOfWeightTwoCountsAsTwoRows() {
        float[][] rows = rows(30);
        double[] prior = column(30);
        double[] gain = column(30);
        double[] weight = ones(30);
        weight[4] = 2;
        float[][] twice = Arrays.copyOf(rows, 31);
        twice[30] = rows[4];

        AdaptedScore weighted = ADAPTATION.fit(rows, prior, gain, weight);
        AdaptedScore repeated = ADAPTATION.fit(twice, with(prior, prior[4]), with(gain, gain[4]), ones(31));

        for (int i = 0; i < 30; i++) {
            // The main directions are those of the rows, a copy being one more: the only part where the two differ.
            assertThat(weighted.score(rows[i], prior[i])).isCloseTo(repeated.score(rows[i], prior[i]), within(0.05));
        }
    }

    private float[][] rows(int n) {
        float[][] rows = new float[n][FEATURES];
        for (float[] row : rows) {
            for (int j = 0; j < FEATURES; j++) {
                row[j] = (float) random.nextGaussian();
            }
        }
        return rows;
    }

    private double[] column(int n) {
        return IntStream.range(0, n).mapToDouble(i -> random.nextGaussian()).toArray();
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static double[] with(double[] values, double last) {
        double[] more = Arrays.copyOf(values, values.length + 1);
        more[values.length] = last;
        return more;
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }
}
