package dev.tierwise.core.data;

import dev.tierwise.core.io.BadInputException;
import java.util.Locale;
import org.apache.commons.csv.CSVRecord;

/**
 * One row of a table, as many cells as the header has names, and the ways a cell can be read.
 *
 * @param file for messages
 * @param line line the row starts on
 */
public record CsvRow(String file, long line, Header header, CSVRecord cells) {
    /** The cell, or the empty string where the column is {@link Header#ABSENT}. */
    public String text(int column) {
        return column == Header.ABSENT ? "" : cells.get(column);
    }

    boolean isBlank(int column) {
        return text(column).isBlank();
    }

    /** A flag: 1 or true, 0 or false, in any case; an empty cell is false. */
    boolean flag(int column) {
        return switch (lower(column)) {
            case "1", "true", "1.0" -> true;
            case "", "0", "false", "0.0" -> false;
            default -> throw illegal(column, "is not 1, 0, true or false");
        };
    }

    /** A finite number, or true and false as 1 and 0; NaN where the cell is empty. */
    public double number(int column) {
        String cell = lower(column);
        return switch (cell) {
            case "" -> Double.NaN;
            case "1", "true" -> 1;
            case "0", "false" -> 0;
            default -> decimal(cell, column);
        };
    }

    /** The cell without space around it and in lower case, for words. */
    String lower(int column) {
        return text(column).strip().toLowerCase(Locale.ROOT);
    }

    BadInputException illegal(int column, String what) {
        return problem("column " + Header.quoted(header.names().get(column)) + ": " + Header.quoted(text(column)) + " "
                + what);
    }

    /** An error at this row, to be thrown. */
    public BadInputException problem(String what) {
        return BadInputException.at(file, line, what);
    }

    private double decimal(String cell, int column) {
        // Double.parseDouble also takes hexadecimal and type suffixes, and reads NaN.
        if (cell.chars().allMatch(c -> (c >= '0' && c <= '9') || ".+-e".indexOf(c) >= 0)) {
            try {
                double value = Double.parseDouble(cell);
                if (Double.isFinite(value)) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw illegal(column, "is not a number");
            }
        }
        throw illegal(column, "is not a finite number; leave the cell empty where nothing was measured");
    }
}
