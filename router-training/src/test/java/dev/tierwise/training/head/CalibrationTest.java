package dev.tierwise.training.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CalibrationTest {
    private static final int FEW = Calibration.ROWS_FOR_ISOTONIC / 4;
    private static final int MANY = Calibration.ROWS_FOR_ISOTONIC * 2;

    @ParameterizedTest
    @CsvSource({FEW + ",platt", MANY + ",isotonic"})
    void isStrictlyIncreasingOnAnyData(int rows, String method) {
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            double scale = Math.pow(10, random.nextInt(7) - 3);
            double shift = scale * random.nextInt(5);
            boolean heavyTails = random.nextBoolean();
            boolean ties = random.nextBoolean();
            double[] score = new double[rows];
            double[] win = new double[rows];
            double[] weight = new double[rows];
            double slope = random.nextGaussian() * 2;
            for (int i = 0; i < rows; i++) {
                double x = heavyTails ? Math.tan(Math.PI * (random.nextDouble() - 0.5)) : random.nextGaussian();
                x = ties ? Math.rint(x * 3) / 3 : x;
                score[i] = shift + scale * x;
                win[i] = random.nextDouble() < sigmoid(slope * x) ? 1 : 0;
                weight[i] = random.nextInt(4) == 0 ? 3 : 1;
            }

            Calibration calibration = Calibration.fit(score, win, weight);

            assertThat(calibration.method()).isEqualTo(method);
            assertKnotsRise(calibration, seed);
            assertRises(calibration::apply, score, seed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {FEW, MANY})
    void followsTheTrueProbabilities(int rows) {
        Random random = new Random(3);
        double[] score = random.doubles(rows, -2, 2).toArray();
        double[] win = Arrays.stream(score)
                .map(s -> random.nextDouble() < sigmoid(2 * s - 0.5) ? 1 : 0)
                .toArray();

        Calibration calibration = Calibration.fit(score, win, ones(rows));

        for (double s = -1.5; s <= 1.5; s += 0.25) {
            assertThat(calibration.apply(s)).as("score %s", s).isCloseTo(sigmoid(2 * s - 0.5), within(0.12));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {FEW, MANY})
    void staysFiniteWhereTheClassesAreSeparable(int rows) {
        double[] score = new Random(5).doubles(rows, -1, 1).toArray();
        double[] win = Arrays.stream(score).map(s -> s > 0 ? 1 : 0).toArray();

        Calibration calibration = Calibration.fit(score, win, ones(rows));

        assertKnotsRise(calibration, 5);
        assertThat(calibration.apply(-0.9)).isBetween(Double.MIN_NORMAL, 0.05);
        assertThat(calibration.apply(0.9)).isBetween(0.95, Math.nextDown(1.0));
    }

    /** As where a few hard prompts are told apart by their kind: a whole step of Newton's leads far beyond the minimum. */
    @ParameterizedTest
    @CsvSource({"60,0.05,6", "100,0.05,6", "100,0.1,8", "200,0.05,5", "1200,0.01,6"})
    void aRareClassThatIsToldApartWellKeepsItsOrder(int rows, double share, double deviations) {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            double[] win = new double[rows];
            Arrays.fill(win, 0, (int) (share * rows), 1);
            double[] score = Arrays.stream(win)
                    .map(w -> random.nextGaussian() + deviations * w)
                    .toArray();

            Calibration calibration = Calibration.fit(score, win, ones(rows));

            assertKnotsRise(calibration, seed);
            double low = calibration.apply(Arrays.stream(score).min().orElseThrow());
            double high = calibration.apply(Arrays.stream(score).max().orElseThrow());
            assertThat(low).as("seed %d", seed).isStrictlyBetween(1e-12, 0.5);
            assertThat(high).as("seed %d", seed).isStrictlyBetween(0.5, 1 - 1e-12);
        }
    }

    @ParameterizedTest
    @CsvSource({FEW + ",0", FEW + ",1", FEW + ",0.5", MANY + ",0", MANY + ",1", MANY + ",0.5"})
    void staysFiniteAndNearTheLabelWhereAllRowsHaveOne(int rows, double label) {
        double[] score = new Random(7).doubles(rows, -1, 1).toArray();
        double[] win = new double[rows];
        Arrays.fill(win, label);

        Calibration calibration = Calibration.fit(score, win, ones(rows));

        assertKnotsRise(calibration, 7);
        assertThat(calibration.apply(0)).isCloseTo(label, within(0.03)).isStrictlyBetween(0.0, 1.0);
    }

    @ParameterizedTest
    @CsvSource({FEW + ",0", FEW + ",5.3", FEW + ",-700", MANY + ",0", MANY + ",5.3", MANY + ",-700"})
    void equalScoresGetTheBaseRate(int rows, double score) {
        double[] scores = new double[rows];
        Arrays.fill(scores, score);
        double[] win = new double[rows];
        Arrays.fill(win, 0, rows / 4, 1);

        Calibration calibration = Calibration.fit(scores, win, ones(rows));

        assertKnotsRise(calibration, 0);
        assertThat(calibration.apply(score)).isCloseTo(0.25, within(0.01));
    }

    @ParameterizedTest
    @ValueSource(ints = {FEW, MANY})
    void keepsTheOrderOfAHeadThatRanksBackwards(int rows) {
        double[] score = new Random(9).doubles(rows, -1, 1).toArray();
        double[] win = Arrays.stream(score).map(s -> s > 0 ? 0 : 1).toArray();

        assertRises(Calibration.fit(score, win, ones(rows))::apply, score, 9);
    }

    @ParameterizedTest
    @ValueSource(ints = {FEW, MANY})
    void aRowOfWeightThreeIsThreeRows(int rows) {
        Random random = new Random(11);
        double[] score = random.doubles(rows).toArray();
        double[] win = random.doubles(rows).toArray();
        double[] threes = new double[rows];
        Arrays.fill(threes, 3);
        double[] tripled = new double[rows * 3];
        double[] tripledWin = new double[rows * 3];
        for (int i = 0; i < tripled.length; i++) {
            tripled[i] = score[i % rows];
            tripledWin[i] = win[i % rows];
        }
        Calibration weighted = Calibration.fit(score, win, threes);
        Calibration repeated = Calibration.fit(tripled, tripledWin, ones(rows * 3));

        assertThat(repeated.method()).isEqualTo(weighted.method());
        for (double s : score) {
            assertThat(weighted.apply(s)).isCloseTo(repeated.apply(s), within(1e-9));
        }
    }

    private static void assertKnotsRise(Calibration calibration, long seed) {
        for (int i = 0; i < calibration.pieces(); i++) {
            assertThat(calibration.knot(i + 1)).as("knot %d, seed %d", i, seed).isGreaterThan(calibration.knot(i));
            assertThat(calibration.logit(i + 1))
                    .as("logit %d, seed %d", i, seed)
                    .isGreaterThan(calibration.logit(i));
        }
    }

    private static void assertRises(DoubleUnaryOperator calibration, double[] scores, long seed) {
        double[] sorted = Arrays.stream(scores).distinct().sorted().toArray();
        double before = Double.NEGATIVE_INFINITY;
        for (double score : sorted) {
            double p = calibration.applyAsDouble(score);
            assertThat(p).as("score %s, seed %d", score, seed).isBetween(0.0, 1.0);
            // Doubles run out of probabilities there, not the calibration.
            boolean nearlyCertain = p > 1 - 1e-10 || p < Double.MIN_NORMAL;
            assertThat(p > before || (nearlyCertain && p >= before))
                    .as("score %s has %s after %s, seed %d", score, p, before, seed)
                    .isTrue();
            before = p;
        }
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }
}
