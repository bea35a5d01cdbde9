package dev.tierwise.serving.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Bytes read from a stream straight into the array they stay in. It grows with what really arrives, not with what was
 * announced. Not thread-safe.
 */
public final class ReadBytes {
    private static final int FIRST = 4 << 10;
    private static final int MOST_AT_FIRST = 64 << 10;

    /** What every JVM allows. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int size;

    /**
     * Empty.
     *
     * @param announced how many are expected; negative where nobody said
     */
    public ReadBytes(long announced) {
        bytes = new byte[announced < 0 ? FIRST : (int) Math.min(announced, MOST_AT_FIRST)];
    }

    /** Reads once; how many bytes came, or -1 at the end. */
    public int readFrom(InputStream in) throws IOException {
        if (size < bytes.length) {
            int count = in.read(bytes, size, bytes.length - size);
            size += Math.max(count, 0);
            return count;
        }
        // Where just what was announced has come, this is the end, and growing would have been for nothing.
        int next = in.read();
        if (next < 0) {
            return -1;
        }
        bytes = Arrays.copyOf(bytes, Math.clamp(2L * size, FIRST, LONGEST));
        bytes[size++] = (byte) next;
        return 1;
    }

    public int size() {
        return size;
    }

    /** All of them; the reader's own array where it is full, so that nobody may read on afterwards. */
    public byte[] toArray() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}
