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
            assertThat(new Splits("test", 7).fraction(spaced))
                    .as("seed %d", seed)
                    .isEqualTo(new Splits("test", 7).fraction(text));
            assertThat(new Splits("test", 7).fold(spaced, 5))
                    .as("seed %d", seed)
                    .isEqualTo(new Splits("test", 7).fold(text, 5));
        }
    }

    /** Written down once, so that a split made by one release is kept by the next. */
    @Test
    void thePlaceOfATextNeverChanges() {
        assertThat(new Splits("test", 0).fraction("What is 2+2?")).isEqualTo(0.4521695414224167);
        assertThat(new Splits("test", 1).fraction("What is 2+2?")).isEqualTo(0.5951315910854409);
    }

    @Test
    void foldsHaveEqualSharesAndSeedsAreIndependent() {
        int[][] together = new int[5][5];
        int texts = 20_000;
        for (int i = 0; i < texts; i++) {
            together[new Splits("test", 1).fold("prompt " + i, 5)][new Splits("test", 2).fold("prompt " + i, 5)]++;
        }
        // A cell holds 800 in expectation with a standard deviation of 27.7.
        for (int[] row : together) {
            for (int count : row) {
                assertThat(count).isCloseTo(texts / 25, within(140));
            }
        }
    }

    /** A file cut off by one order and folded by the same one would have empty folds. */
    @Test
    void purposesAreIndependentUnderOneSeed() {
        int[] folds = new int[5];
        for (int i = 0; i < 20_000; i++) {
            String prompt = "prompt " + i;
            if (new Splits("held back", 1).fraction(prompt) < 0.25) {
                folds[new Splits("folds", 1).fold(prompt, 5)]++;
            }
        }
        // A fold holds 1,000 in expectation with a standard deviation of 31.
        for (int count : folds) {
            assertThat(count).isCloseTo(1_000, within(160));
        }
    }

    @Test
    void foldsAreCountedFromOne() {
        assertThat(new Splits("test", 3).fold("x", 1)).isZero();
        assertThatThrownBy(() -> new Splits("test", 3).fold("x", 0))
                .hasMessage("k is 0, there must be at least one fold");
    }
}
