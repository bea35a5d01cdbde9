package dev.tierwise.core.data;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Files that a test writes down in place; all are called {@code data.csv}. */
final class Csv {
    static final String NAME = "data.csv";

    private Csv() {}

    static InputStream of(String... lines) {
        return bytes(String.join("\n", lines) + "\n");
    }

    static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    static List<Observation> read(ReadOptions options, String... lines) {
        try (ObservationReader reader = ObservationReader.open(NAME, of(lines), options)) {
            return reader.readAll();
        }
    }

    static ReadOptions tiers(String strong, String weak) {
        return ReadOptions.of(List.of(strong.split(",")), List.of(weak.split(",")));
    }

    static ReadOptions noTiers() {
        return ReadOptions.of(List.of(), List.of());
    }

    /** A stream that gives its bytes in pieces of random size, one byte among them, as a network may. */
    static InputStream inPieces(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1 + random.nextInt(random.nextInt(40) + 1)));
            }
        };
    }

    /** A text of characters that CSV, UTF-8 and line counting find hard. */
    static String hardText(Random random, int maxLength) {
        String[] pieces = {"a", "Z", " ", ",", "\"", "\n", "\r\n", "é", "漢", "😀", "\t", "'", ";", "[", "0", "\u00a0"};
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(maxLength + 1);
        for (int i = 0; i < length; i++) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    static List<List<String>> hardTable(Random random, int columns) {
        List<List<String>> rows = new ArrayList<>();
        int count = random.nextInt(30);
        for (int r = 0; r < count; r++) {
            List<String> row = new ArrayList<>();
            for (int c = 0; c < columns; c++) {
                row.add(hardText(random, random.nextInt(20) == 0 ? 3_000 : 12));
            }
            rows.add(row);
        }
        return rows;
    }
}
