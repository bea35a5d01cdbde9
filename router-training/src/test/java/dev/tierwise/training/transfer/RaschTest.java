package dev.tierwise.training.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class RaschTest {
    private static final int ITEMS = 200;
    private static final int MODELS = 30;

    @Test
    void findsTheDifficultiesThatMadeTheAnswersWhicheverModelsWereAsked() {
        long seed = 7;
        Random random = new Random(seed);
        double[] difficulty = random.doubles(ITEMS).map(u -> 4 * u - 2).toArray();
        double[][] scores = new double[ITEMS][MODELS];
        for (int m = 0; m < MODELS; m++) {
            double ability = 3 * random.nextDouble() - 1.5;
            for (int i = 0; i < ITEMS; i++) {
                boolean asked = random.nextDouble() < 0.7;
                boolean right = random.nextDouble() < 1 / (1 + Math.exp(difficulty[i] - ability));
                scores[i][m] = asked ? (right ? 1 : 0) : Double.NaN;
            }
        }

        double[] found = Rasch.difficulties(scores);

        int agreeing = 0;
        int pairs = 0;
        for (int i = 0; i < ITEMS; i++) {
            for (int k = 0; k < i; k++) {
                if (Math.abs(difficulty[i] - difficulty[k]) > 1) {
                    pairs++;
                    agreeing += (difficulty[i] > difficulty[k]) == (found[i] > found[k]) ? 1 : 0;
                }
            }
        }
        assertThat((double) agreeing / pairs).as("seed %d", seed).isGreaterThan(0.95);
    }

    @Test
    void anItemNobodyGotRightIsHardAndFinite() {
        double[] found = Rasch.difficulties(new double[][] {{0, 0, 0}, {1, 1, 1}, {1, 0, 1}});
        assertThat(found[0]).isFinite().isGreaterThan(found[2]);
        assertThat(found[2]).isGreaterThan(found[1]);
    }
}
