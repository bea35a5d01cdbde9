package dev.tierwise.eval.rows;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Nearest;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Small CSV files beside the data: scores and prices. */
public final class Tables {
    private static final int BYTE_ORDER_MARK = '\uFEFF';
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .get();

    private Tables() {}

    /**
     * One row, as many cells as the header has names.
     *
     * @param line line of the file that it ends on, the header being line 1
     */
    public record Row(CSVRecord cells, long line) {
        /** The text in a column that is there. */
        public String get(String column) {
            return cells.get(column);
        }
    }

    /**
     * A small file held whole.
     *
     * @param columns names of the header, in order
     */
    public record Table(String file, List<String> columns, List<Row> rows) {
        /** Says all at once which of the wanted columns the header lacks. */
        public void require(String... wanted) {
            List<String> missing = new ArrayList<>();
            for (String name : wanted) {
                if (!columns.contains(name)) {
                    missing.add("there is no column \"" + name + "\""
                            + Nearest.to(name, columns)
                                    .map(near -> ", did you mean \"" + near + "\"?")
                                    .orElse(""));
                }
            }
            if (!missing.isEmpty()) {
                throw BadInputException.at(
                        file, 1, String.join("; ", missing) + "; the columns are " + String.join(", ", columns));
            }
        }

        /** A finite number. */
        public double number(Row row, String column) {
            String text = row.get(column);
            try {
                double value = Double.parseDouble(text);
                if (Double.isFinite(value)) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Said below, alike for text and for what is not finite.
            }
            throw BadInputException.at(
                    file,
                    row.line(),
                    "column \"" + column + "\" is \"" + text + "\", which is not a finite number; write one");
        }
    }

    /**
     * Reads a file whole.
     *
     * @throws BadInputException where a row has more or fewer cells than the header
     */
    public static Table read(Path path) {
        String file = path.toString();
        try (PushbackReader reader = withoutMark(Files.newBufferedReader(path));
                CSVParser parser = FORMAT.parse(reader)) {
            int names = parser.getHeaderNames().size();
            List<Row> rows = new ArrayList<>();
            for (CSVRecord cells : parser) {
                long line = parser.getCurrentLineNumber();
                if (cells.size() != names) {
                    throw BadInputException.at(
                            file,
                            line,
                            "the row has " + cells.size() + " cells and the header " + names
                                    + "; quote a cell that holds a comma, and leave a cell empty rather than out");
                }
                rows.add(new Row(cells, line));
            }
            if (rows.isEmpty()) {
                throw BadInputException.at(file, 1, "the file has no rows below its header; add some");
            }
            return new Table(file, parser.getHeaderNames(), rows);
        } catch (NoSuchFileException e) {
            throw new BadInputException(file + ": there is no such file", e);
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new BadInputException(file + ": not a CSV file in UTF-8 with a header (" + e.getMessage() + ")", e);
        }
    }

    private static PushbackReader withoutMark(Reader file) throws IOException {
        PushbackReader reader = new PushbackReader(file);
        int first = reader.read();
        if (first != -1 && first != BYTE_ORDER_MARK) {
            reader.unread(first);
        }
        return reader;
    }
}
