package dev.tierwise.training;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.TextFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Ratings of several tiers as {@code id} and a column each, for {@code evaluate --model-scores}. */
final class TierScoresFile {
    private TierScoresFile() {}

    /** @param quality by tier, then by row */
    static void write(Path file, List<String> ids, List<String> tiers, double[][] quality) {
        try {
            StringWriter text = new StringWriter();
            try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.RFC4180)) {
                csv.print("id");
                csv.printRecord(tiers);
                for (int i = 0; i < ids.size(); i++) {
                    int row = i;
                    csv.print(ids.get(i));
                    csv.printRecord(Arrays.stream(quality).map(tier -> tier[row]));
                }
            }
            TextFile.write(file, text.toString());
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
