package dev.tierwise.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** From a bound on loss to a threshold. */
final class QualityFloorTest {
    @Test
    void aQualityFloorBoundsTheExpectedLoss() {
        List<Float> quantiles = List.of(0f, 0.1f, 0.2f, 0.3f, 0.4f);
        assertThat(QualityFloor.threshold(quantiles, 0.99)).isEqualTo(0.1f);
        assertThat(QualityFloor.threshold(quantiles, 1)).as("every prompt").isZero();
        assertThat(QualityFloor.threshold(quantiles, 0.9)).isEqualTo(0.3f);
        assertThat(QualityFloor.threshold(quantiles, 0)).isEqualTo(1);
    }
}
