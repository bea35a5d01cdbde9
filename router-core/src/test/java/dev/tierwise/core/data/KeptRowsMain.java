package dev.tierwise.core.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keeps all rows of a wide file, two columns of which are asked for and one, of 10 kB a row, is not: {@code KeptRowsMain
 * ROWS}. {@link StreamingTest} runs it.
 */
final class KeptRowsMain {
    private KeptRowsMain() {}

    public static void main(String[] args) {
        int rows = Integer.parseInt(args[0]);
        byte[] header = "prompt,big,small,answer\n".getBytes(StandardCharsets.UTF_8);
        byte[] row = ("Why?,1,0," + "word ".repeat(2_000) + "\n").getBytes(StandardCharsets.UTF_8);
        Generated file = new Generated(IntStream.rangeClosed(0, rows)
                .mapToObj(i -> i == 0 ? header : row)
                .iterator());
        List<WideTable.Row> kept = new ArrayList<>();
        try (WideTable table = WideTable.open("generated.csv", file, List.of("big", "small"))) {
            for (WideTable.Row next = table.next(); next != null; next = table.next()) {
                kept.add(next);
            }
        }
        System.out.println(kept.size() + " rows kept of " + file.given() / 1_000_000 + " MB");
    }
}
