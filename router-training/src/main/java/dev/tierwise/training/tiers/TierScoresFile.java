package dev.tierwise.training.tiers;

import dev.tierwise.core.io.WholeFile;
import dev.tierwise.eval.pool.ModelPool;
import dev.tierwise.training.rows.OutOfFold;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Ratings of several tiers as {@code id} and a column each, for {@code evaluate --model-scores}. */
public final class TierScoresFile {
    private TierScoresFile() {}

    /** As {@link OutOfFold#requireIds}, before the work. */
    public static void requireIds(ModelPool pool) {
        OutOfFold.requireIds(pool.ids(), pool::place);
    }

    /** @param quality by tier, then by row */
    public static void write(Path file, List<String> ids, List<String> tiers, double[][] quality) {
        StringWriter text = new StringWriter();
        try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.RFC4180)) {
            csv.print("id");
            csv.printRecord(tiers);
            for (int i = 0; i < ids.size(); i++) {
                int row = i;
                csv.print(ids.get(i));
                csv.printRecord(Arrays.stream(quality).map(tier -> tier[row]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a string can be written to", e);
        }
        WholeFile.write(file, text.toString());
    }
}
