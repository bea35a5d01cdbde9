package dev.tierwise.training.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.tierwise.core.prompt.encoder.StaticEncoder;

/** Writes a table of token vectors as the graph that {@link StaticEncoder} describes. */
public final class StaticExporter {
    private static final String INPUT = "input_ids";
    private static final String OUTPUT = "sentence_embedding";

    /** How exact the table is. */
    public enum Precision {
        /** A byte per number and one scale per token. */
        INT8,
        FLOAT32
    }

    private StaticExporter() {}

    /** @param vectors one per token; those of zeros count for nothing */
    public static byte[] export(float[][] vectors, Precision precision) {
        int d = vectors[0].length;
        float[] scale = new float[vectors.length];
        float[] values = new float[vectors.length * d];
        for (int t = 0; t < vectors.length; t++) {
            float largest = 0;
            for (float x : vectors[t]) {
                largest = Math.max(largest, Math.abs(x));
            }
            scale[t] = precision == Precision.INT8 ? largest / Byte.MAX_VALUE : largest > 0 ? 1 : 0;
            for (int j = 0; j < d; j++) {
                values[t * d + j] = scale[t] == 0 ? 0 : vectors[t][j] / scale[t];
            }
        }
        OnnxGraph graph = new OnnxGraph("tierwise-static");
        String ids = graph.list(INPUT, DataType.INT64);
        String table = precision == Precision.INT8
                ? graph.bytes(StaticEncoder.TABLE, vectors.length, d, values)
                : graph.constant(StaticEncoder.TABLE, vectors.length, d, values);
        String rows = graph.toFloat(graph.node("Gather", table, ids));
        String scales = graph.node("Gather", graph.constant(StaticEncoder.SCALE, vectors.length, 1, scale), ids);
        // [N, L, d] times [N, L, 1].
        String sum = graph.sums(graph.node("Mul", rows, scales), false);
        String squares = graph.sums(graph.node("Mul", sum, sum), true);
        String norm = graph.node(
                "Max", graph.node("Sqrt", squares), graph.constant(1, 1, new float[] {StaticEncoder.LEAST_NORM}));
        graph.named(OUTPUT, "Div", sum, norm);
        graph.output(OUTPUT, d);
        return graph.toBytes();
    }
}
