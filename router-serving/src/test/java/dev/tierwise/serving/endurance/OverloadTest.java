package dev.tierwise.serving.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.endurance.Overload.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code scripts/overload}: counts, no times. */
class OverloadTest {
    private static final Duration CALM = Duration.ofSeconds(1);
    private static final Duration OVERLOAD = Duration.ofSeconds(4);

    @TempDir
    Path folder;

    @Test
    void answersWhomItAdmitsAndTellsTheOthersWhenToComeBack() throws Exception {
        ProcessFootprint.assumeVisible();
        List<Phase> phases = Overload.run(folder, CALM, OVERLOAD, System.out);
        Phase before = phases.get(0);
        Phase overload = phases.get(1);
        Phase after = phases.get(2);
        assertThat(phases).allSatisfy(phase -> {
            assertThat(phase.accepted().count()).as(phase.name()).isPositive();
            assertThat(phase.others())
                    .as("neither answered nor told to come back: %s", phase.name())
                    .isZero();
            assertThat(phase.after().leased()).isZero();
        });
        assertThat(before.refused().count()).isZero();
        assertThat(overload.refused().count()).isGreaterThan(Overload.LIMIT);
        assertThat(after.refused().count()).as("recovered").isZero();
        assertThat(after.after().running()).isLessThanOrEqualTo(1);
    }
}
