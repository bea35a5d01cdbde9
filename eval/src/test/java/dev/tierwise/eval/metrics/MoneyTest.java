package dev.tierwise.eval.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.eval.metrics.Money.Point;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MoneyTest {
    @Test
    void hullKeepsOnlyWhatMixturesCannotBuy() {
        List<Point> hull = Money.hull(
                List.of(new Point(1, 0.2), new Point(2, 0.3), new Point(3, 0.8), new Point(4, 0.7), new Point(1, 0.1)));
        assertThat(hull).containsExactly(new Point(1, 0.2), new Point(3, 0.8));
    }

    /** Rows whose answers cost the same from both tiers, or nothing, make points above one another. */
    @ParameterizedTest
    @MethodSource("seeds")
    void pointsLeaveTheHullAsItIs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int rows = 2 + random.nextInt(12);
        double[] one = random.doubles(rows).map(x -> 1).toArray();
        double[] score = random.doubles(rows).toArray();
        Curve quality = Curve.of(score, digits(random, rows), digits(random, rows), one);
        Curve cost = Curve.of(score, digits(random, rows), digits(random, rows), one);
        List<Point> all = IntStream.range(0, quality.points())
                .mapToObj(i -> new Point(cost.value(i), quality.value(i)))
                .toList();
        List<Point> hull = Money.hull(Money.points(quality, cost));
        double lowest = all.stream().mapToDouble(Point::cost).min().orElseThrow();
        assertThat(hull.getLast()).isEqualTo(Money.hull(all).getLast());
        // To rounding, which has a say in points that lie on one line.
        assertThat(Money.aiq(hull, lowest, 9)).isCloseTo(Money.aiq(all, lowest, 9), within(1e-12));
    }

    private static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    private static double[] digits(SplittableRandom random, int rows) {
        return random.ints(rows, 0, 3).asDoubleStream().toArray();
    }

    @Test
    void aiqIsTheMeanQualityOverTheBudgetRange() {
        List<Point> straight = List.of(new Point(1, 0.4), new Point(3, 0.8));
        assertThat(Money.aiq(straight, 1, 3)).isCloseTo(0.6, within(1e-12));
        assertThat(Money.aiq(straight, 1, 5)).isCloseTo((0.6 * 2 + 0.8 * 2) / 4, within(1e-12));
        assertThat(Money.aiq(straight, 1, 2)).isCloseTo(0.5, within(1e-12));
        assertThat(Money.aiq(straight, 0, 3)).isNaN();
    }

    @Test
    void savingIsWhatTheCheapestShareThatKeepsTheQualityLeaves() {
        double[] one = {1, 1, 1, 1};
        double[] score = {4, 3, 2, 1};
        Curve quality = Curve.of(score, new double[] {1, 1, 1, 1}, new double[] {0, 0, 1, 1}, one);
        Curve cost = Curve.of(score, new double[] {10, 10, 10, 10}, one, one);
        assertThat(Money.savingAtQuality(quality, cost, 1)).isCloseTo(1 - 22 / 40.0, within(1e-12));
        assertThat(Money.savingAtQuality(quality, cost, 0.5)).isCloseTo(0.9, within(1e-12));
    }
}
