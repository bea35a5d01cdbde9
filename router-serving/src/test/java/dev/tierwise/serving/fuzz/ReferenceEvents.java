package dev.tierwise.serving.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events the way the HTML standard words it, over the whole text at once: the simple reader that the one
 * which works on pieces is held to.
 */
final class ReferenceEvents {
    private static final String BYTE_ORDER_MARK = new String("\ufeff".getBytes(UTF_8), ISO_8859_1);

    private final List<Said> said = new ArrayList<>();
    private @Nullable String name;
    private @Nullable String data;

    /** An event that carries data, one character a byte. */
    record Said(@Nullable String name, String data) {}

    private ReferenceEvents() {}

    static List<Said> of(byte[] stream) {
        String text = new String(stream, ISO_8859_1);
        ReferenceEvents events = new ReferenceEvents();
        String marked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        for (String line : marked.split("\r\n|\r|\n", -1)) {
            if (line.isEmpty()) {
                events.dispatch();
            } else {
                events.field(line);
            }
        }
        events.dispatch();
        return events.said;
    }

    private void field(String line) {
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String rest = colon < 0 ? "" : line.substring(colon + 1);
        String value = rest.startsWith(" ") ? rest.substring(1) : rest;
        switch (field) {
            case "data" -> data = data == null ? value : data + "\n" + value;
            case "event" -> name = new String(value.getBytes(ISO_8859_1), UTF_8);
            default -> {}
        }
    }

    private void dispatch() {
        if (data != null) {
            said.add(new Said(name, data));
        }
        name = null;
        data = null;
    }
}
