package dev.tierwise.training.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.fm.FMRegressionModel;

final class TrainersTest {
    private static final Examples EXAMPLES = RandomRows.examples(RandomRows.of(400, 8, 1));

    @Test
    void theLogisticHeadIsWhatTribuoPredicts() {
        Dataset<Label> dataset = LogisticTrainer.dataset(EXAMPLES);
        LinearSGDModel model = LogisticTrainer.model(dataset, 1);
        Head head = LogisticTrainer.head(model);

        for (int i = 0; i < dataset.size(); i++) {
            Map<String, Label> scores = model.predict(dataset.getExample(i)).getOutputScores();
            double tribuo = Objects.requireNonNull(scores.get("win")).getScore();
            assertThat(1 / (1 + Math.exp(-head.score(EXAMPLES.z[i]))))
                    .as("row %d", i)
                    .isCloseTo(tribuo, within(1e-9));
        }
    }

    @Test
    void theFactorizationMachineIsWhatTribuoPredicts() {
        Dataset<Regressor> dataset = FactorizationTrainer.dataset(EXAMPLES);
        FMRegressionModel model = FactorizationTrainer.model(dataset, 1);
        Head head = FactorizationTrainer.head(model);

        int row = 0;
        for (Example<Regressor> example : dataset) {
            double tribuo = model.predict(example).getOutput().getValues()[0];
            assertThat(head.score(EXAMPLES.z[row])).as("row %d", row).isCloseTo(tribuo, within(1e-9));
            row++;
        }
    }

    @Test
    void theGainHeadSolvesTheWeightedRidgeProblem() {
        double[] weight = EXAMPLES.weight.clone();
        for (int i = 0; i < weight.length; i += 3) {
            weight[i] = 2.5;
        }
        Examples weighted = new Examples(EXAMPLES.z, EXAMPLES.win, EXAMPLES.gain, weight);

        Head.Linear head = (Head.Linear) new GainTrainer().fit(weighted, 1);

        List<double[]> solutions = Arrays.stream(GainTrainer.PENALTIES)
                .mapToObj(penalty -> bruteForce(weighted, penalty))
                .toList();
        assertThat(solutions).as("the solution for one of the penalties").anySatisfy(solution -> {
            for (int j = 0; j < solution.length - 1; j++) {
                assertThat(head.weight(j)).isCloseTo(solution[j], within(1e-9));
            }
            assertThat(head.bias()).isCloseTo(solution[solution.length - 1], within(1e-9));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void theLowestErrorIsFoundWithoutALookAtEveryPenalty(int lowest) {
        List<Integer> looks = new ArrayList<>();

        int found = GainTrainer.lowest(7, i -> {
            looks.add(i);
            return Math.abs(i - lowest) - (i < lowest ? 0.5 : 0);
        });

        assertThat(found).isEqualTo(lowest);
        assertThat(looks).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(Math.abs(lowest - 3) + 3);
    }

    @Test
    void toTheGainHeadARowOfWeightThreeIsThreeRows() {
        int n = EXAMPLES.size();
        int heavy = 37;
        double[] weight = EXAMPLES.weight.clone();
        Arrays.fill(weight, 0, heavy, 3);
        double[][] z = Arrays.copyOf(EXAMPLES.z, n + 2 * heavy);
        double[] win = Arrays.copyOf(EXAMPLES.win, n + 2 * heavy);
        double[] gain = Arrays.copyOf(EXAMPLES.gain, n + 2 * heavy);
        for (int i = 0; i < 2 * heavy; i++) {
            z[n + i] = EXAMPLES.z[i % heavy];
            win[n + i] = EXAMPLES.win[i % heavy];
            gain[n + i] = EXAMPLES.gain[i % heavy];
        }
        double[] ones = new double[n + 2 * heavy];
        Arrays.fill(ones, 1);

        Head weighted = new GainTrainer().fit(new Examples(EXAMPLES.z, EXAMPLES.win, EXAMPLES.gain, weight), 1);
        Head repeated = new GainTrainer().fit(new Examples(z, win, gain, ones), 1);
        Head unweighted = new GainTrainer().fit(EXAMPLES, 1);

        for (double[] row : EXAMPLES.z) {
            assertThat(weighted.score(row)).isCloseTo(repeated.score(row), within(1e-9));
        }
        assertThat(weighted.score(EXAMPLES.z[0])).isNotCloseTo(unweighted.score(EXAMPLES.z[0]), within(1e-6));
    }

    @Test
    void softLabelsLieBetweenTheHardOnes() {
        double[] soft = EXAMPLES.win.clone();
        double[] hard = EXAMPLES.win.clone();
        for (int i = 0; i < 100; i++) {
            soft[i] = 0.5;
            hard[i] = 1;
        }
        double softMean = meanScore(new LogisticTrainer().fit(withWin(soft), 1));

        assertThat(softMean).isLessThan(meanScore(new LogisticTrainer().fit(withWin(hard), 1)));
        Arrays.fill(hard, 0, 100, 0);
        assertThat(softMean).isGreaterThan(meanScore(new LogisticTrainer().fit(withWin(hard), 1)));
    }

    @Test
    void theLogisticHeadOfASingleClassSaysNothing() {
        Head head = new LogisticTrainer().fit(withWin(new double[EXAMPLES.size()]), 1);

        assertThat(head.score(EXAMPLES.z[0])).isEqualTo(head.score(EXAMPLES.z[1]));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STACK")
    void equalSeedsGiveEqualHeadsThatRankBetterThanChance(HeadFamily family) {
        Head head = family.trainer().fit(EXAMPLES, 7);
        Head again = family.trainer().fit(EXAMPLES, 7);

        int right = 0;
        int pairs = 0;
        for (int i = 0; i < EXAMPLES.size(); i++) {
            assertThat(again.score(EXAMPLES.z[i])).isEqualTo(head.score(EXAMPLES.z[i]));
            for (int j = 0; j < i; j++) {
                if (EXAMPLES.win[i] != EXAMPLES.win[j]) {
                    pairs++;
                    boolean higher = head.score(EXAMPLES.z[i]) > head.score(EXAMPLES.z[j]);
                    right += higher == EXAMPLES.win[i] > EXAMPLES.win[j] ? 1 : 0;
                }
            }
        }
        assertThat((double) right / pairs).isGreaterThan(0.65);
    }

    private static Examples withWin(double[] win) {
        return new Examples(EXAMPLES.z, win, EXAMPLES.gain, EXAMPLES.weight);
    }

    private static double meanScore(Head head) {
        return Arrays.stream(EXAMPLES.z, 0, 100)
                .mapToDouble(head::score)
                .average()
                .orElseThrow();
    }

    /** Weights and then bias, from the uncentred normal equations with the bias as one more feature, by elimination. */
    private static double[] bruteForce(Examples examples, double penalty) {
        int d = examples.features();
        double[][] system = new double[d + 1][d + 2];
        double total = Arrays.stream(examples.weight).sum();
        for (int i = 0; i < examples.size(); i++) {
            double[] row = Arrays.copyOf(examples.z[i], d + 1);
            row[d] = 1;
            for (int j = 0; j <= d; j++) {
                for (int k = 0; k <= d; k++) {
                    system[j][k] += examples.weight[i] * row[j] * row[k];
                }
                system[j][d + 1] += examples.weight[i] * row[j] * examples.gain[i];
            }
        }
        for (int j = 0; j < d; j++) {
            system[j][j] += penalty * total;
        }
        for (int pivot = 0; pivot <= d; pivot++) {
            for (int row = 0; row <= d; row++) {
                if (row != pivot) {
                    double factor = system[row][pivot] / system[pivot][pivot];
                    for (int k = pivot; k <= d + 1; k++) {
                        system[row][k] -= factor * system[pivot][k];
                    }
                }
            }
        }
        double[] solution = new double[d + 1];
        for (int j = 0; j <= d; j++) {
            solution[j] = system[j][d + 1] / system[j][j];
        }
        return solution;
    }
}
