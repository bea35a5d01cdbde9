package dev.tierwise.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.core.score.Scorer;
import dev.tierwise.training.head.Calibration;
import dev.tierwise.training.head.FittedRouter;
import dev.tierwise.training.head.HeadFamily;
import dev.tierwise.training.head.RandomRows;
import dev.tierwise.training.head.Rows;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadExporterTest {
    private static final int FEATURES = 12;

    /** ONNX Runtime approximates the sigmoid, whose last bit can go astray. */
    private static final float LAST_BIT = 0x1p-23f;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STACK")
    void theGraphComputesWhatWasFitted(HeadFamily family) {
        for (int held : new int[] {200, Calibration.ROWS_FOR_ISOTONIC}) {
            FittedRouter router = fit(family, held, 1);
            Rows rows = RandomRows.of(500, FEATURES, 99);

            double largest = ParityGate.check(router, HeadExporter.export(router), rows);

            assertThat(largest).isLessThan(1e-5);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STACK")
    void equalRoutersGiveEqualBytes(HeadFamily family) {
        assertThat(HeadExporter.export(fit(family, 200, 3))).isEqualTo(HeadExporter.export(fit(family, 200, 3)));
    }

    @Test
    void theGraphOfOneRouterDoesNotPassForAnother() {
        FittedRouter router = fit(HeadFamily.GAIN, 200, 1);
        byte[] other = HeadExporter.export(fit(HeadFamily.GAIN, 200, 2));
        Rows rows = RandomRows.of(50, FEATURES, 99);

        assertThatThrownBy(() -> ParityGate.check(router, other, rows))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing was written");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, Calibration.ROWS_FOR_ISOTONIC})
    void float32NeverSwapsTheOrderOfTheScoresByMoreThanTheLastBit(int held) {
        for (long seed = 1; seed <= 10; seed++) {
            FittedRouter router = fit(HeadFamily.GAIN, held, seed);
            float[] row = RandomRows.of(1, FEATURES, seed).features()[0];
            int feature = 5;
            boolean rising = router.score(with(row, feature, 30)) > router.score(with(row, feature, -20));
            float[] values = new float[2_000];
            Random random = new Random(seed);
            for (int i = 0; i < values.length; i++) {
                values[i] = -20 + 50 * random.nextFloat();
            }
            Arrays.sort(values);
            try (Scorer scorer = OnnxScorer.open(HeadExporter.export(router))) {
                float[] win = new float[1];
                float before = rising ? -1 : 2;
                for (float value : values) {
                    scorer.score(with(row, feature, value), win);
                    assertThat(rising ? win[0] >= before - LAST_BIT : win[0] <= before + LAST_BIT)
                            .as("feature at %s: %s after %s, seed %d", value, win[0], before, seed)
                            .isTrue();
                    before = rising ? Math.max(before, win[0]) : Math.min(before, win[0]);
                }
            }
        }
    }

    @Test
    void aHeadThatSaysNothingIsExportedToo() {
        Rows rows = RandomRows.of(300, FEATURES, 4);
        double[] gain = new double[rows.size()];
        Arrays.fill(gain, 5.3);
        Rows constant = new Rows(rows.features(), rows.win(), gain, rows.weight());
        FittedRouter router = FittedRouter.fit(HeadFamily.GAIN, constant, constant, 1);

        ParityGate.check(router, HeadExporter.export(router), rows);

        double base = Arrays.stream(rows.win()).average().orElseThrow();
        assertThat(router.winProbability(rows.features()[0])).isCloseTo(base, within(0.02));
    }

    private static float[] with(float[] row, int feature, float value) {
        float[] changed = row.clone();
        changed[feature] = value;
        return changed;
    }

    private static FittedRouter fit(HeadFamily family, int held, long seed) {
        return FittedRouter.fit(
                family, RandomRows.of(600, FEATURES, seed), RandomRows.of(held, FEATURES, seed + 1000), seed);
    }
}
