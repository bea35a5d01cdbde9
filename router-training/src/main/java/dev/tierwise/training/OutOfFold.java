package dev.tierwise.training;

import dev.tierwise.core.data.Observation;
import dev.tierwise.core.io.BadInputException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The cross-validation's own predictions as {@code id,score,fold}, for {@code evaluate --scores}: each row is scored by
 * a router that has not seen it.
 */
final class OutOfFold {
    private OutOfFold() {}

    static void write(Path file, List<Observation> rows, double[] score, IntUnaryOperator fold) {
        try {
            StringWriter text = new StringWriter();
            try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.RFC4180)) {
                csv.printRecord("id", "score", "fold");
                for (int i = 0; i < score.length; i++) {
                    csv.printRecord(rows.get(i).id(), score[i], fold.applyAsInt(i));
                }
            }
            Files.writeString(file, text.toString());
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
