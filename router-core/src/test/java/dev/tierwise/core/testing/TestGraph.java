package dev.tierwise.core.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes small ONNX graphs byte by byte, so that tests need no exporter. Field numbers are those of <a
 * href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>.
 */
public final class TestGraph {
    public static final int FLOAT = 1;
    public static final int INT64 = 7;

    private final Message graph = new Message().text(2, "test");

    /** An input; a dimension of -1 is free. */
    public TestGraph input(String name, int type, long... shape) {
        graph.message(11, value(name, type, shape));
        return this;
    }

    public TestGraph output(String name, int type, long... shape) {
        graph.message(12, value(name, type, shape));
        return this;
    }

    public TestGraph node(String operator, String output, String... inputs) {
        Message node = new Message();
        for (String input : inputs) {
            node.text(1, input);
        }
        graph.message(1, node.text(2, output).text(4, operator));
        return this;
    }

    public TestGraph constant(String name, float[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return constant(name, FLOAT, raw.array(), shape);
    }

    /** A vector of integers, such as a shape. */
    public TestGraph constant64(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return constant(name, INT64, raw.array(), values.length);
    }

    private TestGraph constant(String name, int type, byte[] raw, long... shape) {
        Message tensor = new Message();
        for (long dimension : shape) {
            tensor.number(1, dimension);
        }
        graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
        return this;
    }

    /** A node without edges that carries one list of whole numbers. */
    public TestGraph node(String operator, String attribute, long... values) {
        Message list = new Message().text(1, attribute);
        for (long value : values) {
            list.number(8, value);
        }
        graph.message(1, new Message().text(4, operator).message(5, list));
        return this;
    }

    /** Alike, with one text. */
    public TestGraph nodeWithText(String operator, String attribute, String value) {
        graph.message(
                1,
                new Message()
                        .text(4, operator)
                        .message(5, new Message().text(1, attribute).text(9, value)));
        return this;
    }

    public byte[] toBytes() {
        return new Message()
                .number(1, 8)
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, 17))
                .toBytes();
    }

    /** A graph that also gives a float32 tensor inside it: of a message that stands twice, the parts are put together. */
    public static byte[] withOutput(byte[] onnx, String tensor) {
        Message type = new Message().message(1, new Message().number(1, FLOAT));
        Message more = new Message().message(12, new Message().text(1, tensor).message(2, type));
        byte[] graph = new Message().message(7, more).toBytes();
        byte[] both = Arrays.copyOf(onnx, onnx.length + graph.length);
        System.arraycopy(graph, 0, both, onnx.length, graph.length);
        return both;
    }

    private static Message value(String name, int type, long... shape) {
        Message dimensions = new Message();
        for (long dimension : shape) {
            dimensions.message(1, dimension < 0 ? new Message().text(2, "n") : new Message().number(1, dimension));
        }
        Message tensor = new Message().number(1, type).message(2, dimensions);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** A protocol buffer message under construction. */
    private static final class Message {
        private static final int VARINT = 0;
        private static final int LENGTH_DELIMITED = 2;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3 | VARINT);
            varint(value);
            return this;
        }

        Message bytes(int field, byte[] value) {
            varint((long) field << 3 | LENGTH_DELIMITED);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.toBytes());
        }

        byte[] toBytes() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) ((rest & 0x7F) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
