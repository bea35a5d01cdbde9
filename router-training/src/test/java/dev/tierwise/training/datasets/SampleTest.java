package dev.tierwise.training.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.data.Observation;
import dev.tierwise.core.data.ObservationReader;
import dev.tierwise.core.data.Outcome;
import dev.tierwise.core.data.ReadOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What datasets/README.md promises of the sample. */
final class SampleTest {
    private final List<Observation> rows = read();

    private static List<Observation> read() {
        try (ObservationReader reader =
                ObservationReader.open(Path.of("..", "datasets", "sample.csv"), ReadOptions.of(List.of(), List.of()))) {
            return reader.readAll();
        }
    }

    @Test
    void holdsFourHundredDifferentPromptsWithTheirOwnIds() {
        assertThat(rows).hasSize(400);
        assertThat(rows).extracting(Observation::prompt).doesNotHaveDuplicates();
        assertThat(rows).extracting(Observation::id).doesNotHaveDuplicates();
    }

    @Test
    void bothLabelsStandInEveryCategoryAndOverallInBalance() {
        assertThat(rows.stream().filter(SampleTest::hard).count()).isBetween(140L, 200L);

        Map<String, List<Observation>> categories =
                rows.stream().collect(Collectors.groupingBy(row -> String.valueOf(row.category())));
        assertThat(categories).hasSize(15).allSatisfy((category, members) -> {
            assertThat(members.stream().filter(SampleTest::hard).count()).isGreaterThanOrEqualTo(10);
            assertThat(members.stream().filter(row -> !hard(row)).count()).isGreaterThanOrEqualTo(10);
        });
    }

    @Test
    void theLengthOfAPromptDoesNotGiveItsLabelAway() {
        List<Observation> hard = rows.stream().filter(SampleTest::hard).toList();
        List<Observation> easy = rows.stream().filter(row -> !hard(row)).toList();

        double auroc = hard.stream()
                .mapToDouble(row -> easy.stream()
                        .mapToDouble(other -> (1
                                        + Integer.signum(Integer.compare(
                                                row.prompt().length(),
                                                other.prompt().length())))
                                / 2.0)
                        .average()
                        .orElseThrow())
                .average()
                .orElseThrow();

        assertThat(auroc).isBetween(.45, .55);
    }

    private static boolean hard(Observation row) {
        return row.outcome() instanceof Outcome.Needed needed && needed.probability() == 1;
    }
}
