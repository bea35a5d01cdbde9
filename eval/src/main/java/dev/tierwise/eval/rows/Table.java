package dev.tierwise.eval.rows;

import dev.tierwise.core.data.CsvRow;
import dev.tierwise.core.data.CsvTable;
import dev.tierwise.core.data.Header;
import dev.tierwise.core.io.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small CSV file beside the data, held whole: scores and prices. */
public record Table(String file, Header header, List<CsvRow> rows) {
    /**
     * Reads a file whole.
     *
     * @throws BadInputException where it is not CSV with rows below a header, naming the line
     */
    public static Table read(Path path) {
        String file = path.toString();
        try (CsvTable csv = CsvTable.open(path)) {
            List<CsvRow> rows = new ArrayList<>();
            for (CsvRow row = csv.next(); row != null; row = csv.next()) {
                rows.add(row);
            }
            if (rows.isEmpty()) {
                throw BadInputException.at(file, 1, "the file has no rows below its header; add some");
            }
            return new Table(file, csv.header(), rows);
        }
    }

    /** Says all at once which of the wanted columns the header lacks. */
    public void require(String... wanted) {
        for (String name : wanted) {
            header.require(name);
        }
        header.check();
    }

    public boolean has(String column) {
        return header.find(column) != Header.ABSENT;
    }

    /** The text in a column that is there, without space around it. */
    public String text(CsvRow row, String column) {
        return row.text(header.find(column)).strip();
    }

    /** A finite number. */
    public double number(CsvRow row, String column) {
        String text = text(row, column);
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, alike for text and for what is not finite.
        }
        throw row.problem("column \"" + column + "\" is \"" + text + "\", which is not a finite number; write one");
    }
}
