package dev.tierwise.training.datasets;

import dev.tierwise.core.data.CsvRow;
import dev.tierwise.core.data.CsvTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Chatbot Arena's comparisons without the answers, which are most of the file and which no router reads. */
final class ArenaConversion {
    private static final List<String> KEPT =
            List.of("id", "model_a", "model_b", "prompt", "winner_model_a", "winner_model_b", "winner_tie");

    private ArenaConversion() {}

    static Converted convert(Path from, Path to) throws IOException {
        long rows = 0;
        try (CsvTable table = CsvTable.open(from);
                CSVPrinter out = new CSVPrinter(Files.newBufferedWriter(to), CSVFormat.RFC4180)) {
            List<Integer> columns = KEPT.stream().map(table.header()::require).toList();
            table.header().check();
            out.printRecord(KEPT);
            for (CsvRow row = table.next(); row != null; row = table.next()) {
                out.printRecord(columns.stream().map(row::text));
                rows++;
            }
        }
        return new Converted(rows, 0);
    }
}
