package dev.tierwise.eval.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws that hold for whatever rows there are; the seed of each case is its argument. */
class CurveLawsTest {
    private static final double TINY = 1e-9;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sweepEqualsRowByRowRoutingAtEveryThreshold(long seed) {
        Rows rows = Rows.random(seed);
        Curve curve = rows.curve();
        double[] thresholds = new double[2 * curve.points()];
        for (int i = 0; i < curve.points(); i++) {
            thresholds[2 * i] = Math.min(curve.threshold(i), 1e6);
            thresholds[2 * i + 1] = thresholds[2 * i] - 0.01;
        }
        for (double threshold : thresholds) {
            double sent = 0;
            double quality = 0;
            double total = 0;
            for (int i = 0; i < rows.score.length; i++) {
                boolean strong = rows.score[i] >= threshold;
                sent += strong ? rows.weight[i] : 0;
                quality += rows.weight[i] * (strong ? rows.strong[i] : rows.weak[i]);
                total += rows.weight[i];
            }
            int point = curve.pointAt(threshold);
            assertThat(curve.share(point)).as("share at %s", threshold).isCloseTo(sent / total, within(TINY));
            assertThat(curve.value(point)).as("quality at %s", threshold).isCloseTo(quality / total, within(TINY));
            assertThat(curve.valueAt(Math.min(1, sent / total)))
                    .as("quality at share %s", sent / total)
                    .isCloseTo(quality / total, within(1e-7));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void constantScoreGivesOneHalfExactly(long seed) {
        Rows rows = Rows.random(seed);
        Curve curve = Curve.of(new double[rows.score.length], rows.strong, rows.weak, rows.weight);
        assertThat(curve.apgr()).isEqualTo(0.5);
        assertThat(curve.apgrRouteLlm()).isEqualTo(0.5);
        assertThat(curve.cpt(0.25)).isCloseTo(0.25, within(TINY));
        double auroc = Discrimination.auroc(new double[rows.score.length], rows.win(), rows.weight);
        assertThat(Double.isNaN(auroc) ? 0.5 : auroc).isEqualTo(0.5);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void reversingTheScoreMirrorsTheCurve(long seed) {
        Rows rows = Rows.random(seed);
        Curve curve = rows.curve();
        Curve mirrored = rows.scoredBy(s -> -s).curve();
        for (double share = 0; share <= 1; share += 0.05) {
            assertThat(mirrored.pgr(share)).as("share %s", share).isCloseTo(1 - curve.pgr(1 - share), within(1e-7));
        }
        assertThat(mirrored.apgr()).isCloseTo(1 - curve.apgr(), within(TINY));
        assertThat(Discrimination.auroc(Arrays.stream(rows.score).map(s -> -s).toArray(), rows.win(), rows.weight))
                .isCloseTo(1 - Discrimination.auroc(rows.score, rows.win(), rows.weight), within(TINY));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void oracleIsNeverBeaten(long seed) {
        Rows rows = Rows.random(seed);
        Curve curve = rows.curve();
        Curve oracle = Curve.of(rows.gain(), rows.strong, rows.weak, rows.weight);
        for (double share = 0; share <= 1; share += 0.05) {
            assertThat(oracle.valueAt(share)).as("share %s", share).isGreaterThanOrEqualTo(curve.valueAt(share) - TINY);
        }
        assertThat(oracle.apgr()).isGreaterThanOrEqualTo(curve.apgr() - TINY);
        assertThat(oracle.cpt(0.5)).isLessThanOrEqualTo(curve.cpt(0.5) + TINY);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void figuresDoNotDependOnTheOrderOfRows(long seed) {
        Rows rows = Rows.random(seed);
        assertThat(rows.shuffled(seed).figures()).containsExactly(rows.figures(), within(TINY));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aWeightOfThreeIsThreeRows(long seed) {
        Rows rows = Rows.random(seed).wholeWeights();
        assertThat(rows.unrolled().figures()).containsExactly(rows.figures(), within(TINY));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void onlyTheOrderOfScoresMatters(long seed) {
        Rows rows = Rows.random(seed);
        assertThat(rows.scoredBy(s -> Math.exp(3 * s)).curve().apgr())
                .isCloseTo(rows.curve().apgr(), within(TINY));
    }

    @Test
    void firstCrossingCountsWhereTheCurveFallsAgain() {
        // Gains +1, -1, +1, +1 in order of score: PGR goes 0, .5, 0, .5, 1.
        Curve curve =
                Curve.of(new double[] {4, 3, 2, 1}, new double[] {1, 0, 1, 1}, new double[] {0, 1, 0, 0}, new double[] {
                    1, 1, 1, 1
                });
        assertThat(curve.cpt(0.5)).isEqualTo(0.25);
        assertThat(curve.cpt(0.25)).isEqualTo(0.125);
        assertThat(curve.cpt(0.8)).isCloseTo(0.9, within(TINY));
        assertThat(curve.cpt(0)).isZero();
        assertThat(curve.cpt(1)).isEqualTo(1);
    }

    @Test
    void noGapNoFigure() {
        Curve curve = Curve.of(new double[] {1, 2}, new double[] {0, 1}, new double[] {1, 1}, new double[] {1, 1});
        assertThat(curve.apgr()).isNaN();
        assertThat(curve.apgrRouteLlm()).isNaN();
        assertThat(curve.cpt(0.5)).isNaN();
    }

    /** The same answers dealt out anew: their sums differ by rounding, of which no part can be recovered. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theRoundingOfASumIsNoGap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] strong =
                random.doubles(3 + seed).map(x -> Math.rint(30 * x) / 3).toArray();
        double[] weak = strong.clone();
        double[] score = random.doubles(strong.length).toArray();
        for (int i = weak.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double moved = weak[i];
            weak[i] = weak[j];
            weak[j] = moved;
        }
        double[] one = IntStream.range(0, weak.length).mapToDouble(i -> 1).toArray();
        assertThat(Curve.of(score, strong, weak, one).hasGap()).isFalse();
        strong[0] += 1e-6;
        assertThat(Curve.of(score, strong, weak, one).hasGap()).isTrue();
    }

    @Test
    void aRoundedGapHasNoFigure() {
        Curve curve = Curve.of(
                new double[] {1, 2, 3}, new double[] {.8, .3, .7}, new double[] {.7, .8, .3}, new double[] {1, 1, 1});
        assertThat(curve.apgr()).isNaN();
        assertThat(curve.cpt(0.5)).isNaN();
        assertThat(curve.pgr(0.5)).isNaN();
    }

    @Test
    void unusableScoresAreRefused() {
        assertThatThrownBy(() -> Ranked.of(new double[] {0, Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("score NaN of row 1 is not finite");
    }

    /** Random rows with ties in the score, graded or continuous answers, and a strong tier that is better on the whole. */
    @SuppressWarnings("ArrayRecordComponent")
    record Rows(double[] score, double[] strong, double[] weak, double[] weight) {
        static Rows random(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            int n = 2 + random.nextInt(300);
            int levels = 1 + random.nextInt(2 * n);
            boolean graded = random.nextBoolean();
            boolean weighted = random.nextBoolean();
            double[][] columns = new double[4][n];
            for (int i = 0; i < n; i++) {
                columns[0][i] = random.nextInt(levels) / (double) levels;
                columns[1][i] = graded ? random.nextInt(10) < 7 ? 1 : 0 : random.nextDouble() + 0.2;
                columns[2][i] = graded ? random.nextInt(10) < 5 ? 1 : 0 : random.nextDouble();
                columns[3][i] = weighted ? random.nextDouble(0.1, 3) : 1;
            }
            // One row of certain gain keeps the gap above zero, where the figures have a meaning.
            columns[1][0] = n;
            columns[2][0] = 0;
            return new Rows(columns[0], columns[1], columns[2], columns[3]);
        }

        Curve curve() {
            return Curve.of(score, strong, weak, weight);
        }

        double[] gain() {
            return IntStream.range(0, score.length)
                    .mapToDouble(i -> strong[i] - weak[i])
                    .toArray();
        }

        double[] win() {
            return Arrays.stream(gain()).map(g -> g > 0 ? 1 : 0).toArray();
        }

        double[] figures() {
            Curve curve = curve();
            Curve cost = Curve.of(score, times(3), times(1), weight);
            return new double[] {
                curve.apgr(),
                curve.apgrRouteLlm(),
                curve.cpt(0.2),
                curve.cpt(0.5),
                curve.cpt(0.8),
                Discrimination.auroc(score, win(), weight),
                CalibrationError.brier(score, win(), weight),
                Columns.mean(CalibrationError.logLosses(score, win()), weight),
                CalibrationError.ece(score, win(), weight, 10),
                Money.aiq(curve, cost),
                Money.savingAtQuality(curve, cost, 0.95)
            };
        }

        private double[] times(double price) {
            return Arrays.stream(score).map(s -> price * (1 + s)).toArray();
        }

        Rows scoredBy(DoubleUnaryOperator change) {
            return new Rows(Arrays.stream(score).map(change).toArray(), strong, weak, weight);
        }

        Rows wholeWeights() {
            return new Rows(
                    score, strong, weak, Arrays.stream(weight).map(Math::ceil).toArray());
        }

        Rows shuffled(long seed) {
            int[] rows = IntStream.range(0, score.length).toArray();
            SplittableRandom random = new SplittableRandom(~seed);
            for (int i = rows.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int row = rows[i];
                rows[i] = rows[j];
                rows[j] = row;
            }
            return pick(rows, false);
        }

        Rows unrolled() {
            return pick(
                    IntStream.range(0, score.length)
                            .flatMap(i -> IntStream.generate(() -> i).limit((long) weight[i]))
                            .toArray(),
                    true);
        }

        private Rows pick(int[] rows, boolean each) {
            return new Rows(
                    column(score, rows),
                    column(strong, rows),
                    column(weak, rows),
                    each ? IntStream.of(rows).mapToDouble(i -> 1).toArray() : column(weight, rows));
        }

        private static double[] column(double[] values, int[] rows) {
            return IntStream.of(rows).mapToDouble(i -> values[i]).toArray();
        }
    }
}
