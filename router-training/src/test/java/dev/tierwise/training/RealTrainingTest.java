package dev.tierwise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.core.bundle.Manifest.Figure;
import dev.tierwise.core.bundle.Manifest.Measured;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.data.ReadOptions;
import dev.tierwise.core.data.TieRule;
import dev.tierwise.core.testing.RealData;
import dev.tierwise.training.bundle.LabelledRun;
import dev.tierwise.training.bundle.Profile;
import dev.tierwise.training.bundle.Train;
import dev.tierwise.training.bundle.TrainOptions;
import dev.tierwise.training.bundle.Trained;
import dev.tierwise.training.export.ParityGate;
import dev.tierwise.training.head.HeadFamily;
import dev.tierwise.training.rows.EmbeddingCache;
import dev.tierwise.training.rows.Encoding;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on GSM8K alone: few rows, so calibrated by a line, where the default bundle has an isotonic calibration. */
final class RealTrainingTest {
    @TempDir
    private Path home;

    @Test
    void aFewHundredGradedPromptsMakeARouterThatBeatsChance() {
        Path out = home.resolve("gsm8k");
        TrainOptions options = new TrainOptions(
                new LabelledRun(
                        List.of(RealData.file("routellm-gsm8k.csv")),
                        ReadOptions.of(List.of("gpt-4-1106-preview"), List.of("mistralai/Mixtral-8x7B-Instruct-v0.1")),
                        TieRule.DEFAULT,
                        Optional.of(EmbeddingCache.defaultFolder()),
                        1,
                        out,
                        false,
                        "train"),
                Optional.of(HeadFamily.GAIN),
                Profile.ACCURATE,
                false,
                Optional.empty(),
                Encoding.LAYERS_OF_TWO_TIERS,
                Optional.empty(),
                256,
                Optional.empty());

        Trained trained = new Train(options, Clock.systemUTC()).run();

        assertThat(trained.parity()).isLessThan(ParityGate.TOLERANCE);
        assertThat(trained.manifest().head().calibration()).isEqualTo("platt");
        assertThat(trained.aurocCalibrated())
                .as("calibration merges no ranks")
                .isCloseTo(trained.aurocRaw(), within(1e-6));
        Measured measured = trained.manifest().metrics().getFirst();
        assertThat(measured.rows()).isEqualTo(899);
        assertThat(measured.figures())
                .hasEntrySatisfying("apgr", apgr -> assertThat(apgr.value()).isBetween(0.55, 0.75))
                .hasEntrySatisfying("apgr", RealTrainingTest::hasAnInterval)
                .hasEntrySatisfying("apgr_minus_length", RealTrainingTest::hasAnInterval)
                .hasEntrySatisfying("ece", ece -> assertThat(ece.value()).isLessThan(0.15));
        try (RouterBundle bundle = RouterBundle.open(out)) {
            assertThat(bundle.manifest()).isEqualTo(trained.manifest());
            assertThat(bundle.thresholdForStrongShare(0.1)).isGreaterThan(bundle.thresholdForStrongShare(0.9));
        }
    }

    private static void hasAnInterval(Figure figure) {
        assertThat(figure.low()).isNotNull().isLessThan(figure.value());
        assertThat(figure.high()).isNotNull().isGreaterThan(figure.value());
    }
}
