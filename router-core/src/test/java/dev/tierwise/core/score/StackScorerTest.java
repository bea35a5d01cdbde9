package dev.tierwise.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.onnx.OnnxConstants;
import dev.tierwise.core.testing.TestGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackScorerTest {
    private static byte[] head = new byte[0];

    @BeforeAll
    static void readAHead() throws IOException {
        head = Files.readAllBytes(Path.of("..", "models", "default-fast", "head.onnx"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "options",
                "words.effect",
                "words.norm",
                "projection.weights",
                "projection.bias",
                "linear.low",
                "linear.high",
                "linear.weights",
                "linear.bias",
                "linear.open.weights",
                "linear.open.bias",
                "choice.mix",
                "choice.mix.bias",
                "choice.slope",
                "open.offset",
                "open.rise",
                "open.start"
            })
    void aConstantThatIsNotFiniteOrOfAnotherSizeIsRefused(String name) {
        float[] values = Objects.requireNonNull(constants(head).constant(name));
        for (float odd : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            float[] broken = values.clone();
            broken[values.length - 1] = odd;
            refused(new TestGraph().constant(name, broken, values.length), "\"" + name + "\" that holds");
        }
        refused(new TestGraph().constant(name, new float[0], 0), "");
        refused(new TestGraph().constant(name, Arrays.copyOf(values, values.length + 1), values.length + 1), "");
    }

    @Test
    void optionsThatMarkNoFeatureAreRefused() {
        int width = Objects.requireNonNull(constants(head).constant(StackLayout.OPTIONS)).length;

        refused(
                new TestGraph().constant(StackLayout.OPTIONS, new float[width], width, 1),
                "\"options\" that marks no feature");
    }

    @Test
    void treesThatAreNotWholeAreRefused() {
        for (long feature : new long[] {1 << 20, -1, 1L << 32}) {
            refused(trees("nodes_featureids", feature), "a comparison of feature " + feature);
        }
        refused(trees("nodes_truenodeids", 1 << 20), "a node without one of its children");
        refused(trees("nodes_falsenodeids", -1), "a node without one of its children");
        refused(trees("nodes_nodeids", 1), "a tree without a root");
        refused(
                new TestGraph().nodeWithText(OnnxConstants.TREES, "nodes_modes", "BRANCH_LEQ"),
                "a comparison other than");
        for (long tree : new long[] {-1, 1L << 40, Integer.MAX_VALUE}) {
            refused(trees("nodes_treeids", tree), OnnxConstants.TREES);
        }
        for (String list : new String[] {"nodes_nodeids", "nodes_featureids", "target_treeids"}) {
            refused(new TestGraph().node(OnnxConstants.TREES, list, 0), OnnxConstants.TREES);
        }
    }

    /** All of these numbers replaced by one. */
    private static TestGraph trees(String list, long value) {
        long[] values = new long[constants(head).treeIntegers(list).length];
        Arrays.fill(values, value);
        return new TestGraph().node(OnnxConstants.TREES, list, values);
    }

    private static void refused(TestGraph edit, String what) {
        OnnxConstants constants = constants(with(edit));
        assertThatThrownBy(() -> StackScorer.of(constants, "head.onnx"))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("head.onnx has ")
                .hasMessageContaining(what);
    }

    /** Of a constant that stands twice, the later one counts. */
    private static byte[] with(TestGraph edit) {
        byte[] more = edit.toBytes();
        byte[] both = Arrays.copyOf(head, head.length + more.length);
        System.arraycopy(more, 0, both, head.length, more.length);
        return both;
    }

    private static OnnxConstants constants(byte[] onnx) {
        return OnnxConstants.read(onnx, "head.onnx");
    }

    @Test
    void aHeadThatIsWholeIsRead() {
        try (Scorer scorer = StackScorer.of(constants(with(new TestGraph())), "head.onnx")) {
            assertThat(scorer.readsWords()).isTrue();
        }
    }
}
