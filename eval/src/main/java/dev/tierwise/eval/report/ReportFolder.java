package dev.tierwise.eval.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The folder a report is written to: data first, pictures second. */
public final class ReportFolder {
    private ReportFolder() {}

    /** Writes every form of the report, each file under a temporary name first. */
    public static void write(Report report, Path folder) throws IOException {
        Files.createDirectories(folder);
        replace(folder.resolve("report.json"), JsonReport.text(report));
        replace(folder.resolve("points.csv"), PointsCsv.of(report));
    }

    private static void replace(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
