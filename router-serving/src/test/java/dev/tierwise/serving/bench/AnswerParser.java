package dev.tierwise.serving.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Just enough of HTTP/1.1 to know when an answer is whole and how many events it has had. For one connection. */
final class AnswerParser {
    private enum State {
        HEAD,
        LENGTH,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER
    }

    private State state = State.HEAD;
    private byte[] line = new byte[512];
    private int lineLength;
    private long left;
    private int status;
    private boolean chunked;
    private int events;
    private boolean blankLine;

    int status() {
        return status;
    }

    /** Events, told apart by blank lines, of the running answer so far. */
    int events() {
        return events;
    }

    /** Makes ready for the next answer. */
    void reset() {
        state = State.HEAD;
        lineLength = 0;
        status = 0;
        chunked = false;
        left = 0;
        events = 0;
        blankLine = false;
    }

    /** Reads on; whether the answer is whole now. Nothing may follow it in the buffer: requests are not pipelined. */
    boolean feed(ByteBuffer in) {
        while (in.hasRemaining()) {
            switch (state) {
                case LENGTH, CHUNK -> {
                    content(in);
                    if (left > 0) {
                        return false;
                    }
                    if (state == State.LENGTH) {
                        return true;
                    }
                    state = State.CHUNK_END;
                }
                case HEAD, CHUNK_SIZE, CHUNK_END, TRAILER -> {
                    if (line(in) && endOfLine()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void content(ByteBuffer in) {
        int count = (int) Math.min(left, in.remaining());
        for (int i = 0; i < count; i++) {
            byte b = in.get();
            if (b == '\n') {
                events += blankLine ? 1 : 0;
                blankLine = !blankLine;
            } else if (b != '\r') {
                blankLine = false;
            }
        }
        left -= count;
    }

    /** Collects a line; whether it is whole. */
    private boolean line(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte b = in.get();
            if (b == '\n') {
                return true;
            }
            if (b != '\r') {
                if (lineLength == line.length) {
                    line = Arrays.copyOf(line, 2 * lineLength);
                }
                line[lineLength++] = b;
            }
        }
        return false;
    }

    private boolean endOfLine() {
        int length = lineLength;
        lineLength = 0;
        switch (state) {
            case HEAD -> {
                if (length == 0) {
                    state = chunked ? State.CHUNK_SIZE : State.LENGTH;
                    return !chunked && left == 0;
                }
                header(length);
            }
            case CHUNK_SIZE -> {
                left = Long.parseLong(new String(line, 0, length, StandardCharsets.US_ASCII), 16);
                state = left == 0 ? State.TRAILER : State.CHUNK;
            }
            case CHUNK_END -> state = State.CHUNK_SIZE;
            case TRAILER -> {
                return length == 0;
            }
            case LENGTH, CHUNK -> throw new IllegalStateException("content has no lines");
        }
        return false;
    }

    private void header(int length) {
        if (status == 0) {
            status = Integer.parseInt(new String(line, 9, 3, StandardCharsets.US_ASCII));
        } else if ((line[0] | 0x20) == 'c' || (line[0] | 0x20) == 't') {
            String header = new String(line, 0, length, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                left = Long.parseLong(header.substring(15).strip());
            } else if (header.startsWith("transfer-encoding:")) {
                chunked = header.endsWith("chunked");
            }
        }
    }
}
