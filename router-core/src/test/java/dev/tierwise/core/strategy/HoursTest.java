package dev.tierwise.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.prompt.Prompt;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hours of the day, and a classifier that keeps them. */
final class HoursTest {
    @Test
    void hoursGoOverMidnight() {
        Hours night = new Hours(22, 6);
        assertThat(List.of(22, 23, 0, 5)).allMatch(hour -> night.contains(LocalTime.of(hour, 30)));
        assertThat(List.of(6, 12, 21)).noneMatch(hour -> night.contains(LocalTime.of(hour, 30)));
        Classifier classifier =
                new Classifier(0.5, List.of(new Classifier.Timed(night, 0.9)), Candidate.STRONG, List.of());
        assertThat(classifier.thresholdFor(RequestFacts.of(Prompt.of("x")))).isEqualTo(0.5);
    }
}
