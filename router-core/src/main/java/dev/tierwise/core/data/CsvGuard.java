package dev.tierwise.core.data;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the bytes of a CSV file and its parser: it decodes UTF-8 strictly, holds the text to RFC 4180 and
 * bounds cells and rows, so that the parser never sees, and never gathers in memory, what is not CSV. Text up to a
 * problem is handed on first; the problem is thrown by the read that would have passed it, so that problems come in the
 * order of the file. A byte order mark is skipped. Not thread-safe.
 */
final class CsvGuard extends Reader {
    private static final int MAX_CELLS = 10_000;
    private static final int ROW_IN_FIELDS = 4;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private enum State {
        CELL_START,
        PLAIN,
        QUOTED,
        /** After a quote inside a quoted cell: the next character tells whether it closed the cell or is doubled. */
        QUOTE
    }

    private final String file;
    private final InputStream in;
    private final int maxField;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 14).flip();
    private final char[] chars = new char[1 << 13];

    private int position;
    private int limit;
    private long bytesDecoded;
    private boolean endOfBytes;
    private boolean started;
    private @Nullable BadInputException problem;

    private State state = State.CELL_START;
    private long line = 1;
    private long cellLine = 1;
    private long rowLine = 1;
    private int cellChars;
    private int rowChars;
    private int rowCells;
    private char previous;

    CsvGuard(String file, InputStream in, int maxField) {
        this.file = file;
        this.in = in;
        this.maxField = maxField;
    }

    @Override
    public int read(char[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (position == limit && !refill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(chars, position, into, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** False at the end of the file. */
    private boolean refill() {
        throwProblem();
        position = 0;
        limit = 0;
        while (position == limit) {
            CharBuffer out = CharBuffer.wrap(chars);
            CoderResult result = decode(out);
            position = skipByteOrderMark(out.position()) ? 1 : 0;
            limit = scan(position, out.position());
            if (problem == null && result.isError()) {
                problem = brokenUtf8(result.length());
            }
            if (position == limit) {
                throwProblem();
                if (endOfBytes && !bytes.hasRemaining()) {
                    checkEnd();
                    return false;
                }
            }
        }
        return true;
    }

    private int readMore() {
        try {
            return in.read(bytes.array(), bytes.position(), bytes.remaining());
        } catch (IOException e) {
            throw at(line, "the file cannot be read from here on (" + IoReason.of(e) + "); copy it here again");
        }
    }

    private CoderResult decode(CharBuffer out) {
        if (!endOfBytes) {
            bytes.compact();
            int read = readMore();
            bytes.position(bytes.position() + Math.max(0, read)).flip();
            endOfBytes = read < 0;
        }
        int before = bytes.position();
        CoderResult result = decoder.decode(bytes, out, endOfBytes);
        bytesDecoded += bytes.position() - before;
        return result;
    }

    private boolean skipByteOrderMark(int length) {
        boolean first = !started && length > 0;
        started |= length > 0;
        return first && chars[0] == BYTE_ORDER_MARK;
    }

    /** Where the text stops being sound: {@code to}, or the place of the problem it has noted. */
    private int scan(int from, int to) {
        for (int i = from; i < to; i++) {
            int run = ordinaryFrom(i, to);
            if (run > i) {
                previous = chars[run - 1];
                problem = bounded(run - i);
                if (problem != null) {
                    return i;
                }
                i = run;
                if (i == to) {
                    break;
                }
            }
            char c = chars[i];
            boolean endOfLine = c == '\r' || c == '\n';
            problem = step(c, endOfLine);
            if (problem == null) {
                problem = bounded(1);
            }
            if (problem != null) {
                return i;
            }
            if (endOfLine && !(c == '\n' && previous == '\r')) {
                line++;
            }
            if (endOfLine && state == State.CELL_START) {
                rowLine = line;
                rowChars = 0;
                rowCells = 0;
            }
            previous = c;
        }
        return to;
    }

    /** The end of the characters from {@code from} on that only make a cell longer: most of any file. */
    private int ordinaryFrom(int from, int to) {
        if (state != State.PLAIN && state != State.QUOTED) {
            return from;
        }
        int i = from;
        while (i < to
                && chars[i] != '"'
                && chars[i] != ','
                && chars[i] != '\n'
                && chars[i] != '\r'
                && chars[i] != '\0') {
            i++;
        }
        return i;
    }

    private @Nullable BadInputException step(char c, boolean endOfLine) {
        if (c == '\0') {
            return at(
                    line,
                    "a NUL character stands here, as where a disk has lost a part of the file, or it is no UTF-8 text;"
                            + " copy it here again, or save it as UTF-8");
        }
        boolean ends = c == ',' || endOfLine;
        switch (state) {
            case CELL_START -> {
                cellChars = 0;
                cellLine = line;
                if (c == '"') {
                    state = State.QUOTED;
                } else if (!ends) {
                    state = State.PLAIN;
                }
            }
            case PLAIN -> {
                if (ends) {
                    state = State.CELL_START;
                } else if (c == '"') {
                    return at(
                            line,
                            "a quote stands inside a cell that is not quoted; quote the whole cell and double the"
                                    + " quotes inside it");
                }
            }
            case QUOTED -> {
                if (c == '"') {
                    state = State.QUOTE;
                }
            }
            case QUOTE -> {
                if (ends) {
                    state = State.CELL_START;
                } else if (c == '"') {
                    state = State.QUOTED;
                } else {
                    return at(
                            cellLine,
                            "the quoted cell that opens here is not closed properly: text follows a quote on line "
                                    + line + "; close the cell, or double the quotes inside it");
                }
            }
        }
        if (c == ',' && state == State.CELL_START && ++rowCells >= MAX_CELLS) {
            return at(rowLine, "the row has more than " + MAX_CELLS + " cells; a table has fewer columns than that");
        }
        return null;
    }

    private @Nullable BadInputException bounded(int more) {
        cellChars += more;
        rowChars += more;
        if (cellChars > maxField) {
            return at(
                    cellLine,
                    String.format(
                            Locale.ROOT,
                            "a cell that starts here is longer than %,d characters; shorten it%s",
                            maxField,
                            state == State.QUOTED ? ", or close its quote" : ""));
        }
        if (rowChars > (long) ROW_IN_FIELDS * maxField) {
            return at(rowLine, "the row is longer than " + ROW_IN_FIELDS * (long) maxField + " characters; shorten it");
        }
        return null;
    }

    private void checkEnd() {
        if (state == State.QUOTED) {
            throw at(cellLine, "the quote that opens here is never closed; close it, or double it if it is text");
        }
    }

    private BadInputException brokenUtf8(int length) {
        byte[] broken = new byte[Math.min(length, bytes.remaining())];
        bytes.get(bytes.position(), broken);
        String hex = HexFormat.ofDelimiter(" ").withUpperCase().formatHex(broken);
        return at(line, "broken UTF-8 at byte offset " + bytesDecoded + " (" + hex + "); save the file as UTF-8");
    }

    private BadInputException at(long where, String what) {
        return BadInputException.at(file, where, what);
    }

    private void throwProblem() {
        if (problem != null) {
            throw problem;
        }
    }
}
