package dev.tierwise.training.tiers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.core.score.Scorer;
import dev.tierwise.training.export.ParityGate;
import dev.tierwise.training.export.TierExporter;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FittedTiersTest {
    private static final int ROWS = 1_500;
    private static final int FEATURES = 6;
    private static final int TIERS = 3;

    /** Feature 0 makes prompts hard for all, feature 1 for the first tier alone; the rest is noise. */
    private static TierRows rows(long seed, double effect) {
        Random random = new Random(seed);
        float[][] features = new float[ROWS][FEATURES];
        double[][] quality = new double[ROWS][TIERS];
        double[] weight = new double[ROWS];
        Arrays.fill(weight, 1);
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < FEATURES; j++) {
                features[i][j] = (float) random.nextGaussian();
            }
            double common = .15 * effect * features[i][0];
            double[] probability = {.5 - common - .15 * effect * features[i][1], .6 - common, .7 - common};
            for (int tier = 0; tier < TIERS; tier++) {
                quality[i][tier] = random.nextDouble() < probability[tier] ? 1 : 0;
            }
        }
        List<String> texts =
                IntStream.range(0, ROWS).mapToObj(i -> "prompt " + i).toList();
        List<String> kinds =
                IntStream.range(0, ROWS).mapToObj(i -> "kind " + i % 4).toList();
        return TierRows.of(texts, kinds, features, quality, weight, 1);
    }

    private static float[] at(double hard, double trap) {
        float[] features = new float[FEATURES];
        features[0] = (float) hard;
        features[1] = (float) trap;
        return features;
    }

    @Test
    void tellsWhatIsHardForAllFromWhatIsHardForOne() {
        FittedTiers fitted = FittedTiers.fit(rows(1, 1));

        double[] usual = fitted.quality(at(0, 0));
        double[] hard = fitted.quality(at(1, 0));
        double[] trap = fitted.quality(at(0, 1));
        assertThat(hard[0]).isLessThan(usual[0] - .08);
        assertThat(hard[2]).isLessThan(usual[2] - .08);
        assertThat(hard[2] - hard[0]).isCloseTo(usual[2] - usual[0], within(.08));
        assertThat(trap[2] - trap[0]).isGreaterThan(usual[2] - usual[0] + .04);
    }

    @Test
    void whereThereIsNothingToLearnItStaysAtTheMeans() {
        TierRows rows = rows(2, 0);
        FittedTiers fitted = FittedTiers.fit(rows);

        Random random = new Random(3);
        for (int i = 0; i < 100; i++) {
            double[] quality = fitted.quality(at(random.nextGaussian(), random.nextGaussian()));
            assertThat(quality[0]).isCloseTo(.5, within(.06));
            assertThat(quality[2] - quality[0]).isCloseTo(.2, within(.06));
        }
    }

    @Test
    void aHeldOutPredictionDoesNotKnowItsRow() {
        TierRows rows = rows(4, 1);
        double[][] predicted = rows.heldOutByFold();

        double[] fitted = FittedTiers.fit(rows).quality(rows.features()[0]);
        assertThat(predicted).hasDimensions(TIERS, ROWS);
        assertThat(predicted[0][0]).isNotEqualTo(fitted[0]).isCloseTo(fitted[0], within(.1));
    }

    @Test
    void theGraphComputesWhatWasFittedAndEqualFitsGiveEqualBytes() {
        TierRows rows = rows(5, 1);
        FittedTiers fitted = FittedTiers.fit(rows);
        byte[] onnx = TierExporter.export(fitted);

        assertThat(ParityGate.check(fitted, onnx, rows.features())).isLessThan(ParityGate.TOLERANCE);
        assertThat(TierExporter.export(FittedTiers.fit(rows(5, 1)))).isEqualTo(onnx);
        try (Scorer scorer = OnnxScorer.open(onnx)) {
            assertThat(scorer.outputs()).isEqualTo(TIERS);
        }
        byte[] other = TierExporter.export(FittedTiers.fit(rows(6, 1)));
        assertThatThrownBy(() -> ParityGate.check(fitted, other, rows.features()))
                .hasMessageContaining("nothing was written");
    }
}
