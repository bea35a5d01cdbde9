package dev.tierwise.training.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OuterProductsTest {
    private static final int SIZE = 7;

    /** None, fewer than are added at a time, as many, and more. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 31, 32, 75})
    void isTheSumOfWhatWasAdded(int vectors) {
        Random random = new Random(vectors);
        OuterProducts sum = new OuterProducts(SIZE);
        double[][] expected = new double[SIZE][SIZE];
        for (int i = 0; i < vectors; i++) {
            // Zeros in the same place of many vectors are left out of the sums.
            double[] vector =
                    random.doubles(SIZE, -1, 1).map(x -> x < 0 ? 0 : x).toArray();
            double weight = random.nextDouble();
            sum.add(vector, weight);
            add(expected, vector, weight);
            if (i == vectors / 2) {
                assertThat(sum.matrix()).as("looked at half way").hasDimensions(SIZE, SIZE);
            }
        }

        assertThat(sum.matrix()).satisfies(matrix -> isCloseTo(matrix, expected));
    }

    @Test
    void anothersCanBeTakenAway() {
        OuterProducts all = new OuterProducts(2);
        OuterProducts part = new OuterProducts(2);
        all.add(new double[] {1, 2}, 1);
        all.add(new double[] {3, 4}, 2);
        part.add(new double[] {3, 4}, 1);

        all.add(part, -2);

        isCloseTo(all.matrix(), new double[][] {{1, 2}, {2, 4}});
    }

    private static void add(double[][] sum, double[] vector, double weight) {
        for (int j = 0; j < SIZE; j++) {
            for (int k = 0; k < SIZE; k++) {
                sum[j][k] += weight * vector[j] * vector[k];
            }
        }
    }

    private static void isCloseTo(double[][] matrix, double[][] expected) {
        for (int j = 0; j < expected.length; j++) {
            assertThat(matrix[j]).containsExactly(expected[j], within(1e-12));
        }
    }
}
