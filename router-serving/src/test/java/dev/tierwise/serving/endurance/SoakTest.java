package dev.tierwise.serving.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.serving.endurance.Tally.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few seconds of {@code scripts/soak}: too short to see growth, long enough to see that all of it works. */
class SoakTest {
    @TempDir
    Path folder;

    @Test
    void outlivesEveryFaultForAWhile() throws Exception {
        ProcessFootprint.assumeVisible();
        Soak.Plan plan = new Soak.Plan(Duration.ofSeconds(2), Duration.ofSeconds(6), Duration.ofSeconds(3), 4);
        Soak.Result result = new Soak(folder, System.out).run(plan, Path.of("../models/default"), null);
        assertThat(result.tally().of(Outcome.WHOLE)).isPositive();
        assertThat(result.tally().of(Outcome.LEFT)).isPositive();
        assertThat(result.tally().of(Outcome.PASSED_FOR_WHOLE)).isZero();
        assertThat(result.exitCode()).isZero();
    }
}
