package dev.tierwise.core.data;

import dev.tierwise.core.io.BadInputException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wide file read row by row in constant memory: prompts, and for any number of models a score and, where it was
 * recorded in {@code MODEL#output_chars} or {@code MODEL#output_tokens}, the length of the answer. Not thread-safe.
 */
public final class WideTable implements AutoCloseable {
    private final PromptTable table;
    private final ScoreColumns columns;
    private final int benchmark;

    private WideTable(PromptTable table, List<String> models) {
        this.table = table;
        Header header = table.header();
        List<String> wanted = models.isEmpty() ? ScoreColumns.candidates(header) : models;
        if (wanted.isEmpty()) {
            header.lacking("there is no column with a model's scores, add one per model");
        }
        this.columns = new ScoreColumns(header, wanted);
        this.benchmark = header.find("benchmark");
        header.check();
    }

    /**
     * Opens a file whose contaminated rows are to be left out.
     *
     * @param models columns to read, in this order; none means every column that does not describe the prompt
     *     (id, prompt, category, weight, contaminated, benchmark, source, split, licence, label, winner) and holds no
     *     {@code #}
     * @throws BadInputException where the file or a column is missing, naming the columns there are
     */
    public static WideTable open(Path file, List<String> models) {
        return over(PromptTable.open(file, false), models);
    }

    /** The same, contaminated rows among the rest. */
    public static WideTable withContaminated(Path file, List<String> models) {
        return over(PromptTable.open(file, true), models);
    }

    /** The same over a stream, which is closed with the table; {@code name} stands for the file in messages and ids. */
    public static WideTable open(String name, InputStream in, List<String> models) {
        return over(PromptTable.open(name, in, false), models);
    }

    private static WideTable over(PromptTable table, List<String> models) {
        try {
            return new WideTable(table, models);
        } catch (BadInputException e) {
            table.close();
            throw e;
        }
    }

    /** The models read, in the order of {@link Row#scores()}. */
    public List<String> models() {
        return columns.models();
    }

    /** All columns of the file, in its order. */
    public List<String> header() {
        return table.header().names();
    }

    /** What became of the rows so far; complete once {@link #next()} has returned null. */
    public RowCounts counts() {
        return new RowCounts(table.rows(), table.contaminated(), 0, 0, 0);
    }

    /**
     * The next row, or null at the end.
     *
     * @throws BadInputException where a row is not what it should be, naming its line
     */
    public @Nullable Row next() {
        PromptRow row = table.next();
        return row == null
                ? null
                : new Row(
                        row,
                        row.cells().text(benchmark).strip(),
                        columns.scores(row.cells()),
                        columns.outputChars(row.cells()),
                        columns.outputTokens(row.cells()));
    }

    @Override
    public void close() {
        table.close();
    }

    /**
     * One prompt and what each model made of it. The arrays are the row's own, indexed like {@link #models()}; the cells of
     * other columns are not kept.
     */
    public static final class Row {
        private final String file;
        private final long line;
        private final String id;
        private final String prompt;
        private final @Nullable String category;
        private final double weight;
        private final boolean contaminated;
        private final String benchmark;
        private final double[] scores;
        private final double[] outputChars;
        private final double[] outputTokens;

        private Row(PromptRow row, String benchmark, double[] scores, double[] outputChars, double[] outputTokens) {
            this.file = row.file();
            this.line = row.cells().line();
            this.id = row.id();
            this.prompt = row.prompt();
            this.category = row.category();
            this.weight = row.weight();
            this.contaminated = row.contaminated();
            this.benchmark = benchmark;
            this.scores = scores;
            this.outputChars = outputChars;
            this.outputTokens = outputTokens;
        }

        /** Name of the file, without its folder. */
        public String file() {
            return file;
        }

        /** Line the row starts on, the header being line 1. */
        public long line() {
            return line;
        }

        /** The row's own id, or {@code FILE:LINE}. */
        public String id() {
            return id;
        }

        /** The prompt as it stands in the file, never blank. */
        public String prompt() {
            return prompt;
        }

        public @Nullable String category() {
            return category;
        }

        /** The test the row is from, out of the column {@code benchmark}; empty where the file does not say. */
        public String benchmark() {
            return benchmark;
        }

        /** Above 0; 1 where the file says nothing. */
        public double weight() {
            return weight;
        }

        public boolean contaminated() {
            return contaminated;
        }

        /** A finite score per model in the file's own unit, NaN where it was not measured. */
        public double[] scores() {
            return scores;
        }

        /** Characters of each model's answer, 0 or more, NaN where they were not measured. */
        public double[] outputChars() {
            return outputChars;
        }

        /** Tokens of each model's answer, 0 or more, NaN where they were not measured. */
        public double[] outputTokens() {
            return outputTokens;
        }
    }
}
