package dev.tierwise.core.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A message of an ONNX file's protocol buffer, read field by field. The numbers of the fields are those of <a
 * href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>. For one thread.
 */
final class Message {
    /** The type of a field that is a message, a text or a packed list. */
    static final int BYTES = 2;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int FIXED32 = 5;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int start;
    private int field;
    private int type;

    Message(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    boolean hasMore() {
        return at < end;
    }

    /** Moves to the next field, of which one of the methods below has to be called. */
    boolean next() {
        if (!hasMore()) {
            return false;
        }
        start = at;
        int tag = (int) varint();
        field = tag >>> 3;
        type = tag & 7;
        return true;
    }

    /** Number of the field, as onnx.proto has it. */
    int field() {
        return field;
    }

    /** Whether the field is a message, a text or a packed list. */
    boolean isBytes() {
        return type == BYTES;
    }

    /** The same fields, to be read from here on a second time. */
    Message copy() {
        return new Message(bytes, at, end);
    }

    /** The field that was read last, tag and all, where it stands. */
    ByteBuffer whole() {
        return ByteBuffer.wrap(bytes, start, at - start);
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte part = bytes[at++];
            value |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }

    float number() {
        at += Float.BYTES;
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat(at - Float.BYTES);
    }

    Message message() {
        int length = (int) varint();
        if (length < 0 || length > end - at) {
            throw new IllegalArgumentException("a field of " + length + " bytes where " + (end - at) + " are left");
        }
        Message inner = new Message(bytes, at, at + length);
        at += length;
        return inner;
    }

    String text() {
        Message inner = message();
        return new String(bytes, inner.at, inner.end - inner.at, StandardCharsets.UTF_8);
    }

    float[] allFloats() {
        float[] values = new float[(end - at) / Float.BYTES];
        ByteBuffer.wrap(bytes, at, end - at)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }

    byte[] allBytes() {
        return Arrays.copyOfRange(bytes, at, end);
    }

    void skip() {
        switch (type) {
            case VARINT -> varint();
            case FIXED64 -> at += Long.BYTES;
            case BYTES -> message();
            case FIXED32 -> at += Integer.BYTES;
            default -> throw new IllegalArgumentException("field type " + type);
        }
    }
}
