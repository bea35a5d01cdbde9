package dev.tierwise.core.data;

import dev.tierwise.core.data.ReadOptions.Shape;
import dev.tierwise.core.io.BadInputException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of labelled prompts read row by row in constant memory, whichever of the three shapes it has. Not thread-safe.
 */
public final class ObservationReader implements AutoCloseable {
    private final PromptTable table;
    private final Shape shape;
    private final ShapeReader rows;

    private ObservationReader(PromptTable table, ReadOptions options) {
        this.table = table;
        Header header = table.header();
        this.shape = options.shape() == Shape.AUTO ? detect(header, options) : options.shape();
        this.rows = switch (shape) {
            case WIDE, AUTO -> new WideReader(header, options);
            case LABELLED -> new LabelledReader(header, options);
            case PAIRWISE -> new PairwiseReader(header, options);
        };
        header.check();
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws BadInputException where the file is missing or its header does not fit, with all that is wrong with it
     */
    public static ObservationReader open(Path file, ReadOptions options) {
        return over(PromptTable.open(file, options.contaminated()), options);
    }

    /** The same over a stream, which is closed with the reader; {@code name} stands for the file in messages and ids. */
    public static ObservationReader open(String name, InputStream in, ReadOptions options) {
        return over(PromptTable.open(name, in, options.contaminated()), options);
    }

    private static ObservationReader over(PromptTable table, ReadOptions options) {
        try {
            return new ObservationReader(table, options);
        } catch (BadInputException e) {
            table.close();
            throw e;
        }
    }

    private static Shape detect(Header header, ReadOptions options) {
        if (header.has("model_a") && header.has("model_b")) {
            return Shape.PAIRWISE;
        }
        boolean tierIsColumn = Stream.concat(options.strong().stream(), options.weak().stream())
                .anyMatch(header::has);
        boolean labelled = header.has("label") || header.has("winner");
        return labelled && !tierIsColumn ? Shape.LABELLED : Shape.WIDE;
    }

    /** The shape the file is read in, never {@link Shape#AUTO}. */
    public Shape shape() {
        return shape;
    }

    /** What became of the rows so far; complete once {@link #next()} has returned null. */
    public RowCounts counts() {
        return rows.counts(table.rows(), table.contaminated());
    }

    /** The counts as a line for people, with what they should mend. */
    public String account() {
        return counts() + rows.note();
    }

    /**
     * The next observation, or null at the end.
     *
     * @throws BadInputException where a row is not what it should be, naming its line; and at the end, where no row was
     *     kept
     */
    public @Nullable Observation next() {
        for (PromptRow row = table.next(); row != null; row = table.next()) {
            Observation observation = rows.read(row);
            if (observation != null) {
                return observation;
            }
        }
        RowCounts counts = counts();
        if (counts.kept() == 0) {
            throw new BadInputException(table.file() + ": no row can be used (" + counts + ")" + rows.hint());
        }
        return null;
    }

    /** All that is left to read, for files that fit in memory. */
    public List<Observation> readAll() {
        List<Observation> all = new ArrayList<>();
        for (Observation next = next(); next != null; next = next()) {
            all.add(next);
        }
        return all;
    }

    @Override
    public void close() {
        table.close();
    }
}
