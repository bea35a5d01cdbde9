package dev.tierwise.training.rows;

import dev.tierwise.core.data.Observation;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.WholeFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The cross-validation's own predictions as {@code id,score,fold}, for {@code evaluate --scores}: each row is scored by
 * a router that has not seen it.
 */
public final class OutOfFold {
    private OutOfFold() {}

    public static void requireIds(List<Observation> rows) {
        requireIds(
                rows.stream().map(Observation::id).toList(),
                row -> rows.get(row).file() + ":" + rows.get(row).line());
    }

    /**
     * Before minutes of work that end in a file nobody can read: {@code evaluate} finds a row's score by its id.
     *
     * @param place of a row, as {@code FILE:LINE}
     */
    public static void requireIds(List<String> ids, IntFunction<String> place) {
        Map<String, Integer> rowById = new HashMap<>();
        for (int row = 0; row < ids.size(); row++) {
            Integer first = rowById.putIfAbsent(ids.get(row), row);
            if (first != null) {
                throw new BadInputException(String.format(
                        "%s has the id \"%s\" of %s: scores name rows by their ids, give each one of its own",
                        place.apply(row), ids.get(row), place.apply(first)));
            }
        }
    }

    public static void write(Path file, List<Observation> rows, double[] score, IntUnaryOperator fold) {
        StringWriter text = new StringWriter();
        try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.RFC4180)) {
            csv.printRecord("id", "score", "fold");
            for (int i = 0; i < score.length; i++) {
                csv.printRecord(rows.get(i).id(), score[i], fold.applyAsInt(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a string can be written to", e);
        }
        WholeFile.write(file, text.toString());
    }
}
