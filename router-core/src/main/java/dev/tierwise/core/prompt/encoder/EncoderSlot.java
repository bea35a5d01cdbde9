package dev.tierwise.core.prompt.encoder;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.tierwise.core.onnx.OnnxModel;
import dev.tierwise.core.prompt.encoder.EncoderGraph.Inputs;
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

    /** As {@link PromptEncoder} says of the whole prompt. */
    void encode(int[] tokens, int given, float[] into, int offset) throws OrtException {
        int rows = rows(tokens, given);
        writeUnit(0, rows, into, offset);
    }

    /** As {@link PromptEncoder} says of its two parts. */
    void encode(int[] tokens, int given, int options, float[] into, int offset) throws OrtException {
        int rows = rows(tokens, given);
        int split = options < rows - 1 ? options : rows;
        writeUnit(0, split, into, offset);
        writeUnit(split, rows, into, offset + row.length);
    }

    /** Runs the model and answers how many vectors it left in {@link #output}. */
    private int rows(int[] tokens, int given) throws OrtException {
        // No model runs on nothing.
        if (given == 0) {
            return 0;
        }
        int count = Math.min(given, ids.capacity());
        for (int i = 0; i < count - 1; i++) {
            ids.put(i, tokens[i]);
        }
        ids.put(count - 1, tokens[given - 1]);
        int rows = graph.pooled() ? 1 : count;
        run(count, rows);
        return rows;
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

    /** The sum of vectors has the direction of their mean, and only the direction is kept; zeros where there are none. */
    private void writeUnit(int from, int to, float[] into, int offset) {
        Arrays.fill(sum, 0);
        for (int i = from; i < to; i++) {
            output.get(i * row.length, row);
            for (int j = 0; j < row.length; j++) {
                sum[j] += row[j];
            }
        }
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
