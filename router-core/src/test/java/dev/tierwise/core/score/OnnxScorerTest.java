package dev.tierwise.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.testing.TestGraph;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OnnxScorerTest {
    private static final int WIDTH = 456;

    @Test
    void scoresARowAsTheGraphIsWritten() {
        try (Scorer scorer = OnnxScorer.open(product("win_probability", 1))) {
            assertThat(scorer.inputs()).isEqualTo(2);
            assertThat(scorer.outputs()).isEqualTo(1);
            assertThat(score(scorer, 3, 4)).containsExactly(3 * 10 + 4 * 11);
            assertThat(score(scorer, -1, 0.5f)).containsExactly(-1 * 10 + 0.5f * 11);
        }
    }

    @Test
    void givesOneQualityPerTier() {
        try (Scorer scorer = OnnxScorer.open(product("tier_quality", 3))) {
            assertThat(scorer.outputs()).isEqualTo(3);
            assertThat(score(scorer, 1, 2)).containsExactly(10 + 2 * 13, 11 + 2 * 14, 12 + 2 * 15);
        }
    }

    @Test
    void agreesWithTheFormulaOnRandomRows() {
        long seed = 11;
        SplittableRandom random = new SplittableRandom(seed);
        try (Scorer scorer = OnnxScorer.open(TestHeads.trained(WIDTH, new SplittableRandom(seed)))) {
            SplittableRandom same = new SplittableRandom(seed);
            float[] weights = TestHeads.gaussian(WIDTH, same);
            for (int row = 0; row < 200; row++) {
                float[] features = TestHeads.gaussian(WIDTH, random);
                double gain = .3f;
                for (int i = 0; i < WIDTH; i++) {
                    features[i] *= i % 20 == row % 20 ? 1 : .02f;
                    gain += Math.clamp(features[i], -4f, 4f) * (double) weights[i];
                }
                double expected = 1 / (1 + Math.exp(1 - .2 * (Math.clamp(gain, -5, 5) + 5)));
                assertThat((double) score(scorer, features)[0])
                        .as("row %d of seed %d", row, seed)
                        .isCloseTo(expected, within(1e-5));
            }
        }
    }

    @Test
    void givesTheSameBitsToManyThreadsAtOnce() throws Exception {
        long seed = 12;
        SplittableRandom random = new SplittableRandom(seed);
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            rows.add(TestHeads.gaussian(WIDTH, random));
        }
        try (Scorer scorer = OnnxScorer.open(TestHeads.trained(WIDTH, random));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<float[]> alone = rows.stream().map(row -> score(scorer, row)).toList();
            List<Future<float[]>> together = new ArrayList<>();
            for (float[] row : rows) {
                together.add(threads.submit(() -> score(scorer, row)));
            }
            for (int i = 0; i < rows.size(); i++) {
                assertThat(together.get(i).get())
                        .as("row %d of seed %d", i, seed)
                        .containsExactly(alone.get(i));
            }
        }
    }

    @Test
    void refusesARowOfAnotherWidth() {
        try (Scorer scorer = OnnxScorer.open(product("win_probability", 1))) {
            assertThatThrownBy(() -> score(scorer, 1, 2, 3)).hasMessage("3 features given, the head reads 2");
        }
    }

    @Test
    void saysWhatIsWrongWithAHead() {
        assertThatThrownBy(() -> OnnxScorer.open("no graph".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("head.onnx is not an ONNX model that can be run");
        assertThatThrownBy(() -> OnnxScorer.open(product("probability", 1)))
                .isInstanceOf(BadInputException.class)
                .hasMessage("head.onnx gives neither \"win_probability\" nor \"tier_quality\" but [probability]");
        byte[] otherInput = new TestGraph()
                .input("tokens", TestGraph.FLOAT, -1, 1)
                .output("win_probability", TestGraph.FLOAT, -1, 1)
                .node("Sigmoid", "win_probability", "tokens")
                .toBytes();
        assertThatThrownBy(() -> OnnxScorer.open(otherInput))
                .isInstanceOf(BadInputException.class)
                .hasMessage(
                        "head.onnx wants the input \"tokens\"; only [features, word_buckets, word_weights] can be given");
        byte[] noWidth = new TestGraph()
                .input("features", TestGraph.FLOAT, -1, -1)
                .output("win_probability", TestGraph.FLOAT, -1, 1)
                .node("Sigmoid", "win_probability", "features")
                .toBytes();
        assertThatThrownBy(() -> OnnxScorer.open(noWidth))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("\"features\" with the shape [-1, -1]");
    }

    /** Two features times a matrix that counts up from 10. */
    private static byte[] product(String output, int outputs) {
        float[] weights = new float[2 * outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 10 + i;
        }
        return new TestGraph()
                .input("features", TestGraph.FLOAT, -1, 2)
                .output(output, TestGraph.FLOAT, -1, outputs)
                .constant("weights", weights, 2, outputs)
                .node("MatMul", output, "features", "weights")
                .toBytes();
    }

    private static float[] score(Scorer scorer, float... features) {
        float[] into = new float[scorer.outputs()];
        scorer.score(features, into);
        return into;
    }
}
