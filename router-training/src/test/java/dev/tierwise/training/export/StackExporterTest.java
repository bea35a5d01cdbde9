package dev.tierwise.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.core.prompt.encoder.NoEncoder;
import dev.tierwise.core.prompt.surface.SurfaceFeatures;
import dev.tierwise.core.prompt.surface.SurfaceReader;
import dev.tierwise.core.prompt.token.WordBag;
import dev.tierwise.core.prompt.token.WordCounter;
import dev.tierwise.training.head.FittedStack;
import dev.tierwise.training.head.Rows;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stacks fitted to prompts of random words, half of them with answer options. */
final class StackExporterTest {
    private static final String[] WORDS =
            "prove the sum of two even numbers is why does a court 17 3.5 write poem rain code int return".split(" ");

    @ParameterizedTest(name = "an embedding of {0}")
    @ValueSource(ints = {0, 5, 40})
    void theGraphAndPlainJavaComputeWhatWasFitted(int dimension) {
        FittedStack stack = FittedStack.fit(prompts(1200, dimension, 1), 1);

        double largest = ParityGate.check(stack, HeadExporter.export(stack), prompts(300, dimension, 2));

        assertThat(largest).isLessThan(ParityGate.TOLERANCE);
    }

    @Test
    void twoEmbeddingsHaveComponentsEach() {
        FittedStack stack = FittedStack.fit(prompts(1200, 80, 1, Pooling.APART), 1);
        Rows others = prompts(300, 80, 2, Pooling.APART);

        byte[] head = HeadExporter.export(stack);

        assertThat(ParityGate.check(stack, head, others)).isLessThan(ParityGate.TOLERANCE);
        assertThat(head).isNotEqualTo(HeadExporter.export(FittedStack.fit(prompts(1200, 80, 1), 1)));
    }

    @Test
    void equalSeedsGiveEqualBytes() {
        assertThat(HeadExporter.export(FittedStack.fit(prompts(400, 5, 3), 7)))
                .isEqualTo(HeadExporter.export(FittedStack.fit(prompts(400, 5, 3), 7)));
    }

    @Test
    void theGateRefusesAnotherStacksGraph() {
        Rows rows = prompts(400, 5, 3);
        FittedStack stack = FittedStack.fit(rows, 1);
        byte[] other = HeadExporter.export(FittedStack.fit(prompts(400, 5, 4), 1));

        assertThatThrownBy(() -> ParityGate.check(stack, other, rows))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing was written");
    }

    @Test
    void ranksPromptsItHasNotSeen() {
        FittedStack stack = FittedStack.fit(prompts(1200, 0, 1), 1);
        Rows unseen = prompts(600, 0, 9);

        int right = 0;
        int pairs = 0;
        for (int i = 0; i < unseen.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (unseen.win()[i] != unseen.win()[j]) {
                    pairs++;
                    right += win(stack, unseen, i) > win(stack, unseen, j) == unseen.win()[i] > unseen.win()[j] ? 1 : 0;
                }
            }
        }
        assertThat((double) right / pairs).isGreaterThan(0.8);
    }

    private static double win(FittedStack stack, Rows rows, int i) {
        return stack.winProbability(rows.features()[i], rows.words()[i]);
    }

    /** Strong wins on prompts that speak of a court, and on long ones. */
    private static Rows prompts(int count, int dimension, long seed) {
        return prompts(count, dimension, seed, Pooling.WHOLE);
    }

    private static Rows prompts(int count, int dimension, long seed, Pooling pooling) {
        Random random = new Random(seed);
        WordCounter counter = new WordCounter(NoEncoder.miniLmWords().tokenizer());
        float[][] features = new float[count][dimension + SurfaceFeatures.NAMES.size()];
        WordBag[] words = new WordBag[count];
        double[] win = new double[count];
        double[] weight = new double[count];
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            int length = 3 + random.nextInt(30);
            for (int w = 0; w < length; w++) {
                text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
            }
            if (random.nextBoolean()) {
                text.append("?\nA. one\nB. none of the above\nC. both 1 and 2");
            }
            boolean options = text.indexOf("A. ") >= 0;
            int embedded = pooling == Pooling.APART && !options ? dimension / 2 : dimension;
            for (int j = 0; j < embedded; j++) {
                features[i][j] = (float) random.nextGaussian();
            }
            new SurfaceReader().extract(text.toString(), features[i], dimension);
            words[i] = counter.count(text.toString()).copy();
            win[i] = text.indexOf("court") >= 0 || length > 25 ? 1 : 0;
            weight[i] = 1;
        }
        return new Rows(features, pooling, words, win, win, weight);
    }
}
