package dev.tierwise.training.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class StandardizerTest {
    private static final double[] ONES = {1, 1, 1, 1};

    @Test
    void centresAndScalesToUnitVariance() {
        float[][] rows = {{1, 100}, {2, 300}, {3, 100}, {4, 300}};
        Standardizer standardizer = Standardizer.fit(rows, ONES);

        for (int j = 0; j < 2; j++) {
            double sum = 0;
            double squares = 0;
            for (float[] row : rows) {
                double z = standardizer.apply(row)[j];
                sum += z;
                squares += z * z;
            }
            assertThat(sum).isCloseTo(0, within(1e-12));
            assertThat(squares / rows.length).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void aRowOfWeightThreeIsThreeRows() {
        Standardizer weighted = Standardizer.fit(new float[][] {{1}, {5}}, new double[] {3, 1});
        Standardizer repeated = Standardizer.fit(new float[][] {{1}, {1}, {1}, {5}}, ONES);

        assertThat(weighted.mean(0)).isEqualTo(repeated.mean(0));
        assertThat(weighted.scale(0)).isEqualTo(repeated.scale(0));
    }

    @Test
    void aFeatureThatNeverVariesIsZeroWhateverComesLater() {
        Standardizer standardizer = Standardizer.fit(new float[][] {{7}, {7}, {7}, {7}}, ONES);

        assertThat(standardizer.apply(new float[] {1e6f})).containsExactly(0);
    }

    @Test
    void clipsWhatIsFarFromAllItHasSeen() {
        Standardizer standardizer = Standardizer.fit(new float[][] {{-1}, {1}, {-1}, {1}}, ONES);

        assertThat(standardizer.apply(new float[] {1e30f})).containsExactly(Standardizer.CLIP);
        assertThat(standardizer.apply(new float[] {-1e30f})).containsExactly(-Standardizer.CLIP);
    }

    @Test
    void keepsTheVarianceOfLargeNumbersThatHardlyDiffer() {
        Standardizer standardizer =
                Standardizer.fit(new float[][] {{1_000_000}, {1_000_001}, {1_000_000}, {1_000_001}}, ONES);

        assertThat(standardizer.scale(0)).isCloseTo(2, within(1e-9));
    }
}
