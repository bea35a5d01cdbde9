package dev.tierwise.eval.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PlacesTest {
    @Test
    void equalScoresOfAFoldShareAPlaceAndFoldsDoNotMix() {
        double[] score = {0.9, 0.1, 0.1, 0.2, 0.3};
        int[] fold = {7, 7, 7, 2, 2};

        assertThat(Places.within(score, fold)).containsExactly(2.5 / 3, 0.5 / 3, 0.5 / 3, 0.25, 0.75);
    }

    @Test
    void whatAFoldAddsToAllItsScoresDoesNotShow() {
        Random random = new Random(3);
        double[] score = new double[500];
        double[] shifted = new double[500];
        int[] fold = new int[500];
        for (int i = 0; i < score.length; i++) {
            fold[i] = random.nextInt(5);
            score[i] = random.nextInt(40);
            shifted[i] = 3 * score[i] + 1000 * fold[i];
        }

        assertThat(Places.within(shifted, fold)).containsExactly(Places.within(score, fold));
    }
}
