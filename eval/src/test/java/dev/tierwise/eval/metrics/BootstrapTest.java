package dev.tierwise.eval.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.eval.metrics.Bootstrap.Draws;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final double[] VALUES =
            new SplittableRandom(1).doubles(500).map(u -> u < 0.3 ? 1 : 0).toArray();
    private static final double[] ONE = new double[VALUES.length];

    private static final int[] EACH = IntStream.range(0, VALUES.length).toArray();

    static {
        Arrays.fill(ONE, 1);
    }

    @Test
    void intervalOfAMeanIsTheTextbookOne() {
        double mean = mean(ONE);
        double error = 1.96 * Math.sqrt(mean * (1 - mean) / VALUES.length);
        Interval interval = new Bootstrap(4000, 7)
                .draw(EACH, ONE, w -> new double[] {mean(w)})
                .interval(0);
        assertThat(interval.lo()).isCloseTo(mean - error, within(0.005));
        assertThat(interval.hi()).isCloseTo(mean + error, within(0.005));
    }

    @Test
    void rowsOfOnePromptAreDrawnTogether() {
        // Fifty answers to each of ten prompts, all alike, tell as much as ten.
        int[] prompt = IntStream.range(0, VALUES.length).map(row -> row / 50).toArray();
        Bootstrap.Figures mean = w -> new double[] {
            IntStream.range(0, w.length)
                            .mapToDouble(row -> w[row] * (prompt[row] % 2))
                            .sum()
                    / Arrays.stream(w).sum()
        };
        Interval interval = new Bootstrap(4000, 7).draw(prompt, ONE, mean).interval(0);
        double error = 1.96 * Math.sqrt(.25 / 10);
        assertThat(interval.lo()).isCloseTo(.5 - error, within(.1));
        assertThat(interval.hi()).isCloseTo(.5 + error, within(.1));
        Interval apart = new Bootstrap(4000, 7).draw(EACH, ONE, mean).interval(0);
        assertThat(apart.hi() - apart.lo()).isLessThan((interval.hi() - interval.lo()) / 5);
    }

    @Test
    void sameSeedGivesTheSameDrawsOnAnyNumberOfThreads() throws Exception {
        Bootstrap bootstrap = new Bootstrap(200, 42);
        Draws many = bootstrap.draw(EACH, ONE, w -> new double[] {mean(w)});
        try (ForkJoinPool single = new ForkJoinPool(1)) {
            Draws one = single.submit(() -> bootstrap.draw(EACH, ONE, w -> new double[] {mean(w)}))
                    .get();
            assertThat(one.of(0)).containsExactly(many.of(0));
        }
        assertThat(new Bootstrap(200, 43)
                        .draw(EACH, ONE, w -> new double[] {mean(w)})
                        .of(0))
                .isNotEqualTo(many.of(0));
    }

    @Test
    void differenceIsPairedSoThatAConstantOffsetHasNoSpread() {
        Draws draws = new Bootstrap(100, 3).draw(EACH, ONE, w -> new double[] {mean(w) + 0.25, mean(w)});
        assertThat(draws.difference(0, 1).lo()).isCloseTo(0.25, within(1e-12));
        assertThat(draws.difference(0, 1).hi()).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void noIntervalWhereTheFigureOftenHasNoMeaning() {
        Draws draws = new Bootstrap(100, 3).draw(EACH, ONE, w -> new double[] {w[0] > 0 ? 1 : Double.NaN});
        assertThat(draws.interval(0).lo()).isNaN();
    }

    private static double mean(double[] weight) {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < weight.length; i++) {
            sum += weight[i] * VALUES[i];
            total += weight[i];
        }
        return sum / total;
    }
}
