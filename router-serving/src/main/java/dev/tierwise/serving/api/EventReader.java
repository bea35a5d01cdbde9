package dev.tierwise.serving.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into server-sent events, however the network cut them. Lines may end in LF, CR or CRLF, as the
 * HTML standard has it; the raw bytes of all events in order are the bytes that came in. For one stream, one thread.
 */
public final class EventReader {
    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final int maxEvent;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(512);
    private boolean first = true;
    private boolean lineEmpty = true;
    private boolean afterCr;

    /**
     * For one stream.
     *
     * @param maxEvent most bytes of one event
     */
    public EventReader(int maxEvent) {
        this.maxEvent = maxEvent;
    }

    /**
     * Takes what one read brought, and gives every event that is whole now.
     *
     * @throws MalformedAnswerException where an event grows beyond the limit
     */
    public List<Event> feed(byte[] bytes, int length) throws MalformedAnswerException {
        List<Event> events = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (b == '\n' && afterCr) {
                afterCr = false;
                if (i == from && pending.size() == 0) {
                    // The second half of a CRLF whose first half already ended an event: sent on, so that no byte
                    // waits.
                    events.add(new Event(new byte[] {'\n'}, null, null));
                    from = i + 1;
                }
                continue;
            }
            afterCr = b == '\r';
            if (b != '\n' && b != '\r') {
                lineEmpty = false;
            } else if (!lineEmpty) {
                lineEmpty = true;
            } else {
                int end = b == '\r' && i + 1 < length && bytes[i + 1] == '\n' ? i + 2 : i + 1;
                events.add(event(whole(bytes, from, end)));
                afterCr = end == i + 1 && b == '\r';
                from = end;
                i = end - 1;
            }
        }
        pending.write(bytes, from, length - from);
        if (pending.size() > maxEvent) {
            throw new MalformedAnswerException("an event is longer than " + maxEvent + " bytes");
        }
        return events;
    }

    /** What is pending, and what completes it. Most events come in one read, and are copied once. */
    private byte[] whole(byte[] bytes, int from, int end) {
        if (pending.size() == 0) {
            return Arrays.copyOfRange(bytes, from, end);
        }
        pending.write(bytes, from, end - from);
        byte[] whole = pending.toByteArray();
        pending.reset();
        return whole;
    }

    /** What came after the last whole event, taken as an event: some providers leave out the last blank line. */
    public @Nullable Event rest() {
        if (pending.size() == 0) {
            return null;
        }
        Event last = event(pending.toByteArray());
        pending.reset();
        return last;
    }

    private Event event(byte[] raw) {
        String name = null;
        byte[] data = null;
        ByteArrayOutputStream lines = null;
        int at = first && startsMarked(raw) ? BYTE_ORDER_MARK.length : 0;
        first = false;
        while (at < raw.length) {
            int end = at;
            while (end < raw.length && raw[end] != '\n' && raw[end] != '\r') {
                end++;
            }
            if (starts(raw, at, end, DATA)) {
                int value = value(raw, at + DATA.length, end);
                if (data == null) {
                    data = Arrays.copyOfRange(raw, value, end);
                } else {
                    if (lines == null) {
                        lines = new ByteArrayOutputStream(raw.length);
                        lines.writeBytes(data);
                    }
                    lines.write('\n');
                    lines.write(raw, value, end - value);
                }
            } else if (starts(raw, at, end, EVENT)) {
                int value = value(raw, at + EVENT.length, end);
                name = new String(raw, value, end - value, StandardCharsets.UTF_8);
            }
            at = end + 1;
        }
        return new Event(raw, name, lines == null ? data : lines.toByteArray());
    }

    /** The standard has one byte order mark before the first line of a stream passed over. */
    private static boolean startsMarked(byte[] raw) {
        int length = BYTE_ORDER_MARK.length;
        return raw.length >= length && Arrays.equals(raw, 0, length, BYTE_ORDER_MARK, 0, length);
    }

    private static boolean starts(byte[] raw, int at, int end, byte[] field) {
        int length = field.length;
        return end - at >= length
                && Arrays.equals(raw, at, at + length, field, 0, length)
                && (end - at == length || raw[at + length] == ':');
    }

    /** Where the value starts after the colon and the one space that may follow it. */
    private static int value(byte[] raw, int colon, int end) {
        int at = Math.min(colon + 1, end);
        return at < end && raw[at] == ' ' ? at + 1 : at;
    }
}
