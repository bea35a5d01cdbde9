package dev.tierwise.eval.report;

import dev.tierwise.core.io.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** The folder a report is written to: data first, pictures second. */
public final class ReportFolder {
    private ReportFolder() {}

    /**
     * Writes every form of the report, each file under a temporary name first. A folder that is there is written into.
     *
     * @throws BadInputException where nothing can be written there
     */
    public static void write(Report report, Path folder) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("report.json", utf8(JsonReport.text(report)));
        files.put("points.csv", utf8(PointsCsv.of(report)));
        files.put("report.html", utf8(HtmlReport.of(report)));
        files.putAll(PngPlots.of(report));
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path temporary = folder.resolve("." + file.getKey() + ".tmp");
                Files.write(temporary, file.getValue());
                Files.move(
                        temporary,
                        folder.resolve(file.getKey()),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new BadInputException(
                    "cannot write the report to " + folder + " (" + e + "); choose another --out", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
