package dev.tierwise.core.data;

import dev.tierwise.core.io.BadInputException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A table of prompts: what the three shapes have in common, that is the columns {@code prompt}, {@code id}, {@code
 * category}, {@code weight} and {@code contaminated}, the rows left out, and their count. Not thread-safe.
 */
final class PromptTable implements AutoCloseable {
    private final CsvTable table;
    private final String name;
    private final boolean withContaminated;
    private final int prompt;
    private final int id;
    private final int category;
    private final int weight;
    private final int contaminated;
    private long rows;
    private long left;

    private PromptTable(CsvTable table, String name, boolean withContaminated) {
        this.table = table;
        this.name = name;
        this.withContaminated = withContaminated;
        Header header = table.header();
        this.prompt = header.require("prompt");
        this.id = header.find("id");
        this.category = header.find("category");
        this.weight = header.find("weight");
        this.contaminated = header.find("contaminated");
    }

    /** Opens the table without throwing what is wrong with its header: its {@link Header#check()} does, once all have looked. */
    static PromptTable open(Path path, boolean withContaminated) {
        return new PromptTable(CsvTable.open(path), String.valueOf(path.getFileName()), withContaminated);
    }

    static PromptTable open(String name, InputStream in, boolean withContaminated) {
        return new PromptTable(CsvTable.open(name, in), name, withContaminated);
    }

    Header header() {
        return table.header();
    }

    String file() {
        return table.file();
    }

    long rows() {
        return rows;
    }

    long contaminated() {
        return left;
    }

    /** The next row that is not left out, or null at the end. */
    @Nullable
    PromptRow next() {
        for (CsvRow cells = table.next(); cells != null; cells = table.next()) {
            rows++;
            PromptRow row = read(cells);
            if (!row.contaminated() || withContaminated) {
                return row;
            }
            left++;
        }
        if (rows == 0) {
            throw BadInputException.at(
                    table.file(), 1, "the file has a header and no rows; add labelled prompts below it");
        }
        return null;
    }

    @Override
    public void close() {
        table.close();
    }

    private PromptRow read(CsvRow cells) {
        String text = cells.text(prompt);
        if (text.isBlank()) {
            throw cells.problem("the prompt is empty; write one or delete the row");
        }
        String label = cells.text(category).strip();
        return new PromptRow(
                name,
                cells,
                cells.isBlank(id) ? name + ":" + cells.line() : cells.text(id).strip(),
                text,
                label.isEmpty() ? null : label,
                weight(cells),
                cells.flag(contaminated));
    }

    private double weight(CsvRow cells) {
        double value = cells.number(weight);
        if (Double.isNaN(value)) {
            return 1;
        }
        if (value <= 0) {
            throw cells.illegal(weight, "is not above 0; give every row a weight above 0, or delete it");
        }
        return value;
    }
}
