package dev.tierwise.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SplitsTest {
    @Test
    void spacingAndCompositionDoNotPartATextAndCaseDoes() {
        assertThat(Splits.normalised("  What\r\n is\u00a0\tit? ")).isEqualTo("What is it?");
        assertThat(Splits.normalised("cafe\u0301")).isEqualTo("café");
        assertThat(Splits.normalised("Polish")).isNotEqualTo(Splits.normalised("polish"));
        assertThat(Splits.normalised(" \n")).isEmpty();
    }

    @Test
    void theSameTextFallsOnTheSameSideHoweverItIsSpaced() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            String text = Csv.hardText(random, 40);
            String spaced = " " + text.replace(" ", " \n ") + "\r\n";
            assertThat(Splits.fraction(spaced, 7)).as("seed %d", seed).isEqualTo(Splits.fraction(text, 7));
            assertThat(Splits.fold(spaced, 5, 7)).as("seed %d", seed).isEqualTo(Splits.fold(text, 5, 7));
        }
    }

    /** Written down once, so that a split made by one release is kept by the next. */
    @Test
    void thePlaceOfATextNeverChanges() {
        assertThat(Splits.fraction("What is 2+2?", 0)).isEqualTo(0.49726733994810857);
        assertThat(Splits.fraction("What is 2+2?", 1)).isEqualTo(0.8912912111014921);
    }

    @Test
    void foldsHaveEqualSharesAndSeedsAreIndependent() {
        int[][] together = new int[5][5];
        int texts = 20_000;
        for (int i = 0; i < texts; i++) {
            together[Splits.fold("prompt " + i, 5, 1)][Splits.fold("prompt " + i, 5, 2)]++;
        }
        // A cell holds 800 in expectation with a standard deviation of 27.7.
        for (int[] row : together) {
            for (int count : row) {
                assertThat(count).isCloseTo(texts / 25, within(140));
            }
        }
    }

    @Test
    void foldsAreCountedFromOne() {
        assertThat(Splits.fold("x", 1, 3)).isZero();
        assertThatThrownBy(() -> Splits.fold("x", 0, 3)).hasMessage("k is 0, there must be at least one fold");
    }
}
