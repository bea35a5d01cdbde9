package dev.tierwise.core.prompt;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.tierwise.core.onnx.OnnxModel;
import dev.tierwise.core.prompt.EncoderGraph.Inputs;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;

/** The memory one prompt at a time is encoded in. */
final class EncoderSlot {
    private final EncoderGraph graph;
    private final LongBuffer ids;
    private final LongBuffer ones;
    private final LongBuffer zeros;
    private final FloatBuffer output;
    private final float[] row;
    private final float[] sum;

    EncoderSlot(EncoderGraph graph, int maxTokens) {
        this.graph = graph;
        this.ids = EncoderGraph.longs(maxTokens);
        this.ones = EncoderGraph.ones(maxTokens);
        this.zeros = EncoderGraph.longs(maxTokens);
        int rows = graph.pooled() ? 1 : maxTokens;
        this.output = OnnxModel.direct(Math.multiplyExact(rows * Float.BYTES, graph.dimension()))
                .asFloatBuffer();
        this.row = new float[graph.dimension()];
        this.sum = new float[graph.dimension()];
    }

    void encode(int[] tokens, int given, float[] into, int offset) throws OrtException {
        int count = Math.min(given, ids.capacity());
        for (int i = 0; i < count - 1; i++) {
            ids.put(i, tokens[i]);
        }
        ids.put(count - 1, tokens[given - 1]);
        int rows = graph.pooled() ? 1 : count;
        run(count, rows);
        Arrays.fill(sum, 0);
        for (int i = 0; i < rows; i++) {
            output.get(i * row.length, row);
            for (int j = 0; j < row.length; j++) {
                sum[j] += row[j];
            }
        }
        writeUnit(into, offset);
    }

    private void run(int tokens, int rows) throws OrtException {
        long[] shape = graph.pooled() ? new long[] {1, row.length} : new long[] {1, tokens, row.length};
        OnnxModel model = graph.model();
        try (Inputs inputs = Inputs.of(model, ids, ones, zeros, tokens);
                OnnxTensor pinned =
                        OnnxTensor.createTensor(model.environment(), output.slice(0, rows * row.length), shape)) {
            // The result holds the pinned tensor alone and does not own it.
            model.session().run(inputs.byName(), Map.of(graph.output(), pinned)).close();
        }
    }

    /** The sum has the direction of the mean, and only the direction is kept. */
    private void writeUnit(float[] into, int offset) {
        double squares = 0;
        for (float x : sum) {
            squares += (double) x * x;
        }
        double norm = squares > 0 ? Math.sqrt(squares) : 1;
        for (int j = 0; j < sum.length; j++) {
            into[offset + j] = (float) (sum[j] / norm);
        }
    }
}
