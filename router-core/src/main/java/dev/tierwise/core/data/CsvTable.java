package dev.tierwise.core.data;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file with a header, read row by row in constant memory: UTF-8, RFC 4180, lines ended by CRLF or LF, empty lines
 * passed over, space around the names of columns too. Every row has as many cells as the header, or is an error. Not thread-safe.
 */
public final class CsvTable implements AutoCloseable {
    /** Longest cell, in characters: 1 MiB, sixty times what a router ever scores. */
    static final int MAX_FIELD = 1 << 20;

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(false).get();

    private final String file;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final Header header;
    private long line;

    private CsvTable(String file, InputStream in) throws IOException {
        this.file = file;
        this.parser = CSVParser.builder()
                .setReader(new CsvGuard(file, in, MAX_FIELD))
                .setFormat(FORMAT)
                .get();
        this.records = parser.iterator();
        CSVRecord names = record();
        if (names == null) {
            throw BadInputException.at(file, 1, "the file is empty; its first line must name the columns");
        }
        this.header = new Header(file, line, names.stream().map(String::strip).toList());
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws BadInputException when there is no such file, or its header is not one
     */
    public static CsvTable open(Path path) {
        if (!Files.exists(path)) {
            throw new BadInputException(path + ": there is no such file");
        }
        if (Files.isDirectory(path)) {
            throw new BadInputException(path + ": is a folder; name a CSV file");
        }
        try {
            return open(path.toString(), Files.newInputStream(path));
        } catch (IOException e) {
            throw new BadInputException(path + ": cannot be read (" + IoReason.of(e) + "); name a file that can", e);
        }
    }

    /** Takes over the stream: it is closed with the table, and where opening fails. */
    static CsvTable open(String file, InputStream in) {
        try {
            return new CsvTable(file, in);
        } catch (IOException e) {
            throw new UncheckedIOException(closing(in, e));
        } catch (RuntimeException e) {
            throw closing(in, e);
        }
    }

    public Header header() {
        return header;
    }

    /** The file as it is named in messages. */
    String file() {
        return file;
    }

    /**
     * The next row, or null at the end.
     *
     * @throws BadInputException at the line that is not CSV, not UTF-8, or out of bounds
     */
    public @Nullable CsvRow next() {
        CSVRecord next = record();
        if (next == null) {
            return null;
        }
        CsvRow row = new CsvRow(file, line, header, next);
        if (next.size() != header.size()) {
            throw row.problem("the row has " + next.size() + " cells and the header " + header.size()
                    + "; quote a cell that holds a comma, and leave a cell empty rather than out");
        }
        return row;
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable CSVRecord record() {
        do {
            line = parser.getCurrentLineNumber() + 1;
            if (!records.hasNext()) {
                return null;
            }
            CSVRecord next = records.next();
            if (next.size() > 1 || !next.get(0).isEmpty()) {
                return next;
            }
        } while (true);
    }

    private static <E extends Exception> E closing(InputStream in, E reason) {
        try {
            in.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
        return reason;
    }
}
