package dev.tierwise.eval.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/** OpenAI's {@code /v1/embeddings}: vectors of length 1 that follow from the text, as numbers or in base64. */
final class EmbeddingsWire implements Wire {
    private static final int DEFAULT_DIMENSIONS = 16;

    @Override
    public Ask ask(JsonNode body) {
        return Ask.read(body, "input");
    }

    @Override
    public ObjectNode whole(Ask ask, Reply reply) {
        boolean base64 = ask.body().path("encoding_format").asText().equals("base64");
        int dimensions = ask.body().path("dimensions").asInt(DEFAULT_DIMENSIONS);
        ObjectNode answer = Json.object().put("object", "list");
        ArrayNode data = answer.putArray("data");
        int tokens = 0;
        for (String text : texts(ask.body().path("input"))) {
            tokens += Tokens.count(text);
            float[] vector = vector(ask.model(), text, dimensions);
            ObjectNode item = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            if (base64) {
                item.put("embedding", base64(vector));
            } else {
                ArrayNode numbers = item.putArray("embedding");
                for (float v : vector) {
                    numbers.add(v);
                }
            }
        }
        answer.put("model", ask.model());
        answer.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return answer;
    }

    @Override
    public Script events(Ask ask, Reply reply) {
        throw new RefusedException(Failure.badRequest("embeddings do not stream"));
    }

    /** One text, several, token ids, or several lists of them. */
    private static List<String> texts(JsonNode input) {
        if (input.isTextual() || (input.isArray() && input.path(0).isNumber())) {
            return List.of(input.isTextual() ? input.asText() : Json.text(input));
        }
        List<String> texts = new ArrayList<>();
        input.forEach(item -> texts.add(item.isTextual() ? item.asText() : Json.text(item)));
        return texts;
    }

    static float[] vector(String model, String text, int dimensions) {
        CRC32 seed = new CRC32();
        seed.update((model + '\n' + text).getBytes(StandardCharsets.UTF_8));
        Random random = new Random(seed.getValue());
        double[] raw = random.doubles(dimensions, -1, 1).toArray();
        double norm = 0;
        for (double v : raw) {
            norm += v * v;
        }
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) (raw[i] / Math.sqrt(norm));
        }
        return vector;
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
