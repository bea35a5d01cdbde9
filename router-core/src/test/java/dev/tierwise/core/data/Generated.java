package dev.tierwise.core.data;

import java.io.InputStream;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A stream made up piece by piece while it is read, so that it can be longer than memory. */
final class Generated extends InputStream {
    private final Iterator<byte[]> pieces;
    private byte[] piece = {};
    private int position;
    private long given;

    Generated(Iterator<byte[]> pieces) {
        this.pieces = pieces;
    }

    /** Bytes read from it so far. */
    long given() {
        return given;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte @Nullable [] into, int offset, int length) {
        if (into == null) {
            throw new IllegalArgumentException("nowhere to read into");
        }
        while (position == piece.length) {
            if (!pieces.hasNext()) {
                return -1;
            }
            piece = pieces.next();
            position = 0;
        }
        int count = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, into, offset, count);
        position += count;
        given += count;
        return count;
    }
}
