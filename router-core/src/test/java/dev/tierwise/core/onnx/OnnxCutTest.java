package dev.tierwise.core.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.onnx.OnnxModel.Shapes;
import dev.tierwise.core.testing.TestGraph;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxCutTest {
    /** out = (in + one) * ten - two, and beside it unused = in * two. */
    private static final byte[] GRAPH = new TestGraph()
            .input("in", TestGraph.FLOAT, 1)
            .constant("one", new float[] {1}, 1)
            .constant("ten", new float[] {10}, 1)
            .constant("two", new float[] {2}, 1)
            .node("Mul", "unused", "in", "two")
            .node("Add", "sum", "in", "one")
            .node("Mul", "product", "sum", "ten")
            .node("Sub", "out", "product", "two")
            .output("out", TestGraph.FLOAT, 1)
            .toBytes();

    @Test
    void endsAtTheTensorUnderTheOutputsName() throws Exception {
        assertThat(run(GRAPH, 4)).isEqualTo(48);
        assertThat(run(OnnxCut.at(GRAPH, "graph.onnx", "product", "out"), 4)).isEqualTo(50);
        assertThat(run(OnnxCut.at(GRAPH, "graph.onnx", "sum", "out"), 4)).isEqualTo(5);
    }

    @Test
    void leavesOutWhatIsNotNeeded() {
        OnnxConstants constants = OnnxConstants.read(OnnxCut.at(GRAPH, "graph.onnx", "product", "out"), "graph.onnx");
        assertThat(constants.constant("one")).containsExactly(1);
        assertThat(constants.constant("ten")).containsExactly(10);
        assertThat(constants.constant("two")).isNull();
    }

    @Test
    void cutAtItsOwnOutputIsTheSameFunction() throws Exception {
        assertThat(run(OnnxCut.at(GRAPH, "graph.onnx", "out", "out"), 4)).isEqualTo(48);
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> OnnxCut.at(GRAPH, "graph.onnx", "nowhere", "out"))
                .isInstanceOf(BadInputException.class)
                .hasMessage("graph.onnx cannot be cut: no node gives \"nowhere\"");
        assertThatThrownBy(() -> OnnxCut.at(Arrays.copyOf(GRAPH, GRAPH.length / 2), "graph.onnx", "sum", "out"))
                .isInstanceOf(BadInputException.class)
                .hasMessage("graph.onnx is not an ONNX model: it ends too early");
    }

    private static float run(byte[] onnx, float value) throws Exception {
        try (OnnxModel model = OnnxModel.open(onnx, "graph.onnx", Shapes.FIXED);
                OnnxTensor in = OnnxTensor.createTensor(model.environment(), new float[] {value});
                OrtSession.Result result = model.session().run(Map.of("in", in))) {
            return ((float[]) result.get("out").orElseThrow().getValue())[0];
        }
    }
}
