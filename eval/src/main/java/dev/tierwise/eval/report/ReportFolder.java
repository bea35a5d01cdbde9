package dev.tierwise.eval.report;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.StagedFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The folder a report is written to: data first, pictures second. */
public final class ReportFolder {
    private ReportFolder() {}

    /**
     * Writes every form of the report, all of them or none. A folder that is there is written into.
     *
     * @throws BadInputException where nothing can be written there
     */
    public static void write(Report report, Path folder) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("report.json", utf8(JsonReport.text(report)));
        files.put("points.csv", utf8(PointsCsv.of(report)));
        files.put("report.html", utf8(HtmlReport.of(report)));
        files.putAll(PngPlots.of(report));
        try (StagedFolder staged = StagedFolder.into(folder)) {
            files.forEach(staged::write);
            staged.commit();
        }
    }

    /**
     * To be asked before the minutes of work that the report is of.
     *
     * @throws BadInputException where nothing can be written there
     */
    public static void requireWritable(Path folder) {
        StagedFolder.into(folder).close();
    }

    /** What stands for a file of rows in the names of its plots: of two files with one stem, one would have none. */
    public static String stem(String dataset) {
        return PngPlots.stem(dataset);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
