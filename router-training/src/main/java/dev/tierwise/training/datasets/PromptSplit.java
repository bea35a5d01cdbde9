package dev.tierwise.training.datasets;

import dev.tierwise.core.data.CsvRow;
import dev.tierwise.core.data.CsvTable;
import dev.tierwise.core.data.Splits;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.StagedFolder;
import dev.tierwise.core.io.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A file of labelled prompts cut in two by prompt text: rows to train on and rows held back, the same text never on both
 * sides. Rows are copied as they are. Reads the file twice instead of holding it.
 */
final class PromptSplit {
    static final String TRAIN = "train.csv";
    static final String HELD_BACK = "held-back.csv";

    private final Path file;
    private final Splits order;

    PromptSplit(Path file, long seed) {
        this.file = file;
        this.order = new Splits("held back", seed);
    }

    /** How many rows went where. */
    record Counts(long train, long heldBack) {}

    /**
     * Writes {@code train.csv} and {@code held-back.csv}, both or neither: one of another split would hold prompts of this.
     *
     * @param train about how many rows to train on; more where the last prompt occurs several times
     * @param heldBack about how many rows to hold back
     * @throws BadInputException where the file has not that many rows, or would be written over itself
     */
    Counts write(long train, long heldBack, Path folder) {
        WholeFile.requireNoneOf(folder.resolve(TRAIN), List.of(file));
        WholeFile.requireNoneOf(folder.resolve(HELD_BACK), List.of(file));
        double[] places = places();
        if (train > places.length || heldBack > places.length - train) {
            throw new BadInputException(file + " has " + places.length + " rows, fewer than the " + train + " and "
                    + heldBack + " asked for: lower --train or --hold-back");
        }
        Arrays.sort(places);
        double end = places[(int) train - 1];
        double last = places[(int) (train + heldBack) - 1];
        try (StagedFolder staged = StagedFolder.into(folder)) {
            long trained = staged.fill(TRAIN, part -> copy(part, place -> place <= end));
            long held = staged.fill(HELD_BACK, part -> copy(part, place -> place > end && place <= last));
            staged.commit();
            return new Counts(trained, held);
        }
    }

    private double[] places() {
        try (CsvTable table = CsvTable.open(file)) {
            int prompt = promptColumn(table);
            DoubleStream.Builder places = DoubleStream.builder();
            for (CsvRow row = table.next(); row != null; row = table.next()) {
                places.add(order.fraction(row.text(prompt)));
            }
            return places.build().toArray();
        }
    }

    private long copy(Path to, DoublePredicate keep) throws IOException {
        long rows = 0;
        try (CsvTable table = CsvTable.open(file);
                CSVPrinter out = new CSVPrinter(Files.newBufferedWriter(to), CSVFormat.RFC4180)) {
            int prompt = promptColumn(table);
            out.printRecord(table.header().names());
            for (CsvRow row = table.next(); row != null; row = table.next()) {
                if (keep.test(order.fraction(row.text(prompt)))) {
                    out.printRecord(row.cells());
                    rows++;
                }
            }
        }
        return rows;
    }

    private static int promptColumn(CsvTable table) {
        int prompt = table.header().require("prompt");
        table.header().check();
        return prompt;
    }
}
