package dev.tierwise.training;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What somebody writes who knows a bundle's manifest and ONNX Runtime, and nothing else of Tierwise. Arguments: the
 * bundle, a file of little-endian float32 features, and where the probabilities go.
 */
final class PlainOnnxRuntime {
    private PlainOnnxRuntime() {}

    public static void main(String[] args) throws IOException, OrtException {
        Path bundle = Path.of(args[0]);
        JsonNode manifest =
                new ObjectMapper().readTree(bundle.resolve("router.json").toFile());
        int width = manifest.path("features").path("size").asInt();
        String input = manifest.path("head").path("inputs").fieldNames().next();
        String output = manifest.path("head").path("outputs").fieldNames().next();
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(Path.of(args[1]))).order(ByteOrder.LITTLE_ENDIAN);
        float[] features = new float[bytes.capacity() / Float.BYTES];
        bytes.asFloatBuffer().get(features);
        long[] shape = {features.length / width, width};
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session =
                        environment.createSession(bundle.resolve("head.onnx").toString());
                OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(features), shape);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            float[][] probabilities =
                    (float[][]) result.get(output).orElseThrow().getValue();
            ByteBuffer out =
                    ByteBuffer.allocate(probabilities.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (float[] row : probabilities) {
                out.putFloat(row[0]);
            }
            Files.write(Path.of(args[2]), out.array());
        }
    }
}
