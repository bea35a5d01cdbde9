package dev.tierwise.core.onnx;

import dev.tierwise.core.io.BadInputException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The named numbers of an ONNX graph: its float32 and int8 constants, and the attributes of its one tree ensemble. For programs
 * that compute a known graph themselves. Unknown fields are skipped.
 */
public final class OnnxConstants {
    /** The operator whose attributes are kept. */
    public static final String TREES = "TreeEnsembleRegressor";

    private static final int FLOAT = 1;
    private static final int INT8 = 3;

    private final Map<String, float[]> constants = new HashMap<>();
    private final Map<String, byte[]> bytes = new HashMap<>();
    private final Map<String, float[]> floats = new HashMap<>();
    private final Map<String, long[]> integers = new HashMap<>();
    private final Map<String, Set<String>> texts = new HashMap<>();

    private OnnxConstants() {}

    /**
     * Reads a graph.
     *
     * @param file its name, for messages
     * @throws BadInputException where the bytes are cut short
     */
    public static OnnxConstants read(byte[] onnx, String file) {
        OnnxConstants read = new OnnxConstants();
        try {
            read.model(new Message(onnx, 0, onnx.length));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new BadInputException(file + " is not an ONNX model: it ends too early", e);
        }
        return read;
    }

    /** Values of a constant, row by row, or null where there is none of that name. */
    public float @Nullable [] constant(String name) {
        return constants.get(name);
    }

    /** The same for a constant of type int8. */
    public byte @Nullable [] bytes(String name) {
        return bytes.get(name);
    }

    /** A list of numbers that the tree ensemble has, empty without. */
    public float[] treeFloats(String attribute) {
        return floats.getOrDefault(attribute, new float[0]);
    }

    /** Alike, for whole numbers. */
    public long[] treeIntegers(String attribute) {
        return integers.getOrDefault(attribute, new long[0]);
    }

    /** The different texts in a list that the tree ensemble has, empty without. */
    public Set<String> treeTexts(String attribute) {
        return texts.getOrDefault(attribute, Set.of());
    }

    /** Whether there is neither an infinity nor a NaN among some numbers. */
    public static boolean areFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private void model(Message model) {
        while (model.next()) {
            if (model.field() == 7) {
                Message graph = model.message();
                while (graph.next()) {
                    switch (graph.field()) {
                        case 1 -> node(graph.message());
                        case 5 -> tensor(graph.message());
                        default -> graph.skip();
                    }
                }
            } else {
                model.skip();
            }
        }
    }

    private void tensor(Message tensor) {
        String name = "";
        long type = 0;
        Message raw = new Message(new byte[0], 0, 0);
        while (tensor.next()) {
            switch (tensor.field()) {
                case 2 -> type = tensor.varint();
                case 8 -> name = tensor.text();
                case 9 -> raw = tensor.message();
                default -> tensor.skip();
            }
        }
        if (type == FLOAT) {
            constants.put(name, raw.allFloats());
        } else if (type == INT8) {
            bytes.put(name, raw.allBytes());
        }
    }

    private void node(Message node) {
        boolean trees = false;
        Map<String, float[]> nodeFloats = new HashMap<>();
        Map<String, long[]> nodeIntegers = new HashMap<>();
        Map<String, Set<String>> nodeTexts = new HashMap<>();
        while (node.next()) {
            switch (node.field()) {
                case 4 -> trees = node.text().equals(TREES);
                case 5 -> attribute(node.message(), nodeFloats, nodeIntegers, nodeTexts);
                default -> node.skip();
            }
        }
        if (trees) {
            floats.putAll(nodeFloats);
            integers.putAll(nodeIntegers);
            texts.putAll(nodeTexts);
        }
    }

    private static void attribute(
            Message attribute,
            Map<String, float[]> floats,
            Map<String, long[]> integers,
            Map<String, Set<String>> texts) {
        String name = "";
        Set<String> words = new HashSet<>();
        float[] numbers = new float[16];
        long[] wholes = new long[16];
        int numberCount = 0;
        int wholeCount = 0;
        while (attribute.next()) {
            if (attribute.field() == 1) {
                name = attribute.text();
            } else if (attribute.field() == 7 || attribute.field() == 8) {
                // Lists may be packed into one field or come number by number.
                Message list = attribute.isBytes() ? attribute.message() : attribute;
                do {
                    if (attribute.field() == 7) {
                        numbers = numberCount == numbers.length ? Arrays.copyOf(numbers, 2 * numberCount) : numbers;
                        numbers[numberCount++] = list.number();
                    } else {
                        wholes = wholeCount == wholes.length ? Arrays.copyOf(wholes, 2 * wholeCount) : wholes;
                        wholes[wholeCount++] = list.varint();
                    }
                } while (list != attribute && list.hasMore());
            } else if (attribute.field() == 9) {
                words.add(attribute.text());
            } else {
                attribute.skip();
            }
        }
        if (!words.isEmpty()) {
            texts.put(name, words);
        }
        if (numberCount > 0) {
            floats.put(name, Arrays.copyOf(numbers, numberCount));
        }
        if (wholeCount > 0) {
            integers.put(name, Arrays.copyOf(wholes, wholeCount));
        }
    }
}
