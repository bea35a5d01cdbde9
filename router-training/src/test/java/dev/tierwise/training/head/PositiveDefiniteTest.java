package dev.tierwise.training.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PositiveDefiniteTest {
    /** Smaller than a panel of the factorisation, a whole number of them, neither, and wider than a tile. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 128, 137, 300})
    void everySolutionSolvesItsSystem(int size) {
        Random random = new Random(1);
        double[][] matrix = new double[size][size];
        for (int row = 0; row < size + 20; row++) {
            double[] z = random.doubles(size, -1, 1).toArray();
            for (int j = 0; j < size; j++) {
                for (int k = 0; k < size; k++) {
                    matrix[j][k] += z[j] * z[k];
                }
            }
        }
        double[][] rights = new double[3][];
        for (int t = 0; t < rights.length; t++) {
            rights[t] = random.doubles(size, -1, 1).toArray();
        }

        double[][] solutions = PositiveDefinite.solve(matrix, rights);

        for (int t = 0; t < rights.length; t++) {
            for (int j = 0; j < size; j++) {
                double product = 0;
                for (int k = 0; k < size; k++) {
                    product += matrix[j][k] * solutions[t][k];
                }
                assertThat(product).isCloseTo(rights[t][j], within(1e-9));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, Double.NaN, Double.POSITIVE_INFINITY})
    void aMatrixThatIsNotPositiveDefiniteIsRefused(double beside) {
        assertThatThrownBy(() -> PositiveDefinite.solve(new double[][] {{1, beside}, {beside, 1}}, new double[] {1, 1}))
                .isInstanceOf(IllegalStateException.class);
    }
}
