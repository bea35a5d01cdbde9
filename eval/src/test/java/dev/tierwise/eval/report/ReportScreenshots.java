package dev.tierwise.eval.report;

import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the pictures of the report that the documentation shows: {@code REPORT.html FOLDER}. */
final class ReportScreenshots {
    private ReportScreenshots() {}

    public static void main(String... args) throws Exception {
        Path page = Path.of(args[0]).toAbsolutePath();
        Path folder = Files.createDirectories(Path.of(args[1]));
        Path profile = Files.createTempDirectory("tierwise-chromium");
        try (Chromium chromium = Chromium.start(profile)) {
            for (String scheme : new String[] {"light", "dark"}) {
                chromium.colourScheme(scheme);
                chromium.viewport(1240, 900);
                chromium.open(page);
                chromium.await("document.documentElement.dataset.theme === '" + scheme + "'");
                Files.write(folder.resolve("report-" + scheme + "-wide.png"), chromium.screenshot());
                chromium.viewport(390, 844);
                chromium.open(page);
                chromium.await("document.documentElement.scrollWidth <= 390");
                Files.write(folder.resolve("report-" + scheme + "-narrow.png"), chromium.screenshot());
            }
            chromium.colourScheme("light");
            chromium.viewport(1240, 3400);
            chromium.open(page);
            Files.write(folder.resolve("report-whole.png"), chromium.screenshot());
            Files.write(folder.resolve("report.pdf"), chromium.pdf());
        }
    }
}
