package dev.tierwise.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.data.Outcome.Scores;
import dev.tierwise.core.testing.RealData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files that {@code datasets/README.md} lists have the rows and models it says. */
class RealFilesTest {
    private static final ReadOptions PAIR =
            ReadOptions.of(List.of("gpt-4-1106-preview"), List.of("mistralai/Mixtral-8x7B-Instruct-v0.1"));

    @ParameterizedTest
    @CsvSource({"routellm-mmlu.csv, 9838, 9835", "routellm-gsm8k.csv, 907, 899"})
    void pairFilesGiveEveryRowThatIsNotContaminated(String name, long rows, long clean) {
        try (ObservationReader reader = ObservationReader.open(RealData.file(name), PAIR)) {
            assertThat(reader.readAll())
                    .hasSize(Math.toIntExact(clean))
                    .allSatisfy(observation ->
                            assertThat(observation.contaminated()).isFalse());
            assertThat(reader.counts()).isEqualTo(new RowCounts(rows, rows - clean, 0, 0, 0));
        }
        try (ObservationReader reader = ObservationReader.open(RealData.file(name), PAIR.withContaminated())) {
            assertThat(reader.readAll()).hasSize(Math.toIntExact(rows));
        }
    }

    @Test
    void tierMixNamesItsTiersItself() {
        try (ObservationReader reader =
                ObservationReader.open(RealData.file("tier-mix.csv"), ReadOptions.of(List.of(), List.of()))) {
            List<Observation> all = reader.readAll();
            assertThat(all).hasSize(12_580);
            assertThat(all).extracting(Observation::outcome).hasOnlyElementsOfType(Scores.class);
            assertThat(all.getFirst().category()).isEqualTo("business");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mmlu-pro.csv, 5219, 29",
        "zeroeval.csv, 1504, 56",
        "fasteval.csv, 1491, 33",
        "llmrouter.csv, 5248, 9",
        "routellm-gsm8k.csv, 899, 2"
    })
    void wideFilesGiveEveryModel(String name, int rows, int models) {
        try (WideTable table = WideTable.open(RealData.file(name), List.of())) {
            assertThat(table.models()).hasSize(models);
            int read = 0;
            for (WideTable.Row row = table.next(); row != null; row = table.next()) {
                assertThat(row.scores()).hasSize(models);
                read++;
            }
            assertThat(read).isEqualTo(rows);
        }
    }
}
