package dev.tierwise.serving.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON as trees that lose nothing: numbers keep their digits, and a key that is there twice is an error. */
public final class JsonTrees {
    /** Deepest nesting read: half of what Jackson writes, since arguments of tools are unpacked into the tree around them. */
    public static final int MAX_DEPTH = 500;

    /** Most names, values and brackets read: what takes three bytes in a body takes a hundred in its tree. */
    private static final int MAX_TOKENS = 500_000;

    private static final ObjectMapper MAPPER = JsonMapper.builder(Json.newFactory(MAX_DEPTH, MAX_TOKENS))
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonTrees() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    public static ObjectNode typed(String type) {
        return object().put("type", type);
    }

    public static JsonNode string(String text) {
        return MAPPER.getNodeFactory().textNode(text);
    }

    public static ObjectNode request(byte[] body) {
        try {
            if (tree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw new UntranslatableException(
                    "the body is not one JSON object without repeated keys, nested at most " + MAX_DEPTH
                            + " deep, of at most " + MAX_TOKENS + " names, values and brackets, with exponents of at"
                            + " most ten digits",
                    null);
        }
        throw new UntranslatableException("the body is not a JSON object", null);
    }

    public static ObjectNode answer(byte[] body) throws MalformedAnswerException {
        try {
            if (tree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw new MalformedAnswerException("not valid JSON");
        }
        throw new MalformedAnswerException("not a JSON object");
    }

    /** The object that a text holds, null where it holds anything else. */
    public static @Nullable ObjectNode parsed(String text) {
        try {
            return tree(text.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode object ? object : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static JsonNode tree(byte[] json) throws IOException {
        try {
            return MAPPER.readTree(json);
        } catch (NumberFormatException e) {
            throw new IOException("a number that no decimal can hold", e);
        }
    }

    public static String text(JsonNode tree) {
        return new String(bytes(tree), StandardCharsets.UTF_8);
    }

    public static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
