package dev.tierwise.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> KEYS = List.of("threshold", "strong", "weak", "gpt-4-1106-preview", "id");

    @ParameterizedTest
    @CsvSource({
        "treshold, threshold",
        "THRESHOLD, threshold",
        "storng, strong",
        "waek, weak",
        "di, id",
        "gpt4-1106-preview, gpt-4-1106-preview",
        "gpt-4-1106, gpt-4-1106-preview"
    })
    void aSlipIsUnderstood(String slip, String meant) {
        assertThat(Nearest.to(slip, KEYS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"banana", "x", "strategy_of_mine", "wet"})
    void somethingElseAltogetherIsNotGuessedAt(String name) {
        assertThat(Nearest.to(name, KEYS)).isEmpty();
    }

    @Test
    void theNearestIsTakenAndTheFirstOfEquals() {
        assertThat(Nearest.to("rpms", List.of("tpm", "rpm", "rpmx"))).contains("rpm");
        assertThat(Nearest.to("max", List.of("mix", "maxi"))).contains("mix");
    }

    @Test
    void nothingIsNearestToNothing() {
        assertThat(Nearest.to("strong", List.of())).isEmpty();
    }
}
