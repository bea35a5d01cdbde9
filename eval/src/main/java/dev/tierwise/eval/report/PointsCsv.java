package dev.tierwise.eval.report;

import dev.tierwise.eval.sweep.DatasetResult;
import dev.tierwise.eval.sweep.RouterResult;
import dev.tierwise.eval.sweep.SweepPoint;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Every point of every curve: {@code points.csv}. An empty cell has no meaning; threshold Infinity sends none to strong. */
final class PointsCsv {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader("dataset", "router", "threshold", "strong_share", "quality", "pgr", "cost_per_1000", "saving")
            .get();

    private PointsCsv() {}

    static String of(Report report) {
        StringWriter text = new StringWriter();
        try (CSVPrinter csv = new CSVPrinter(text, FORMAT)) {
            for (FileResult file : report.files()) {
                DatasetResult dataset = file.dataset();
                for (RouterResult router : dataset.routers()) {
                    for (SweepPoint point : router.points()) {
                        csv.printRecord(
                                dataset.name(),
                                router.name(),
                                known(point.threshold()),
                                point.share(),
                                point.quality(),
                                known(point.pgr()),
                                known(point.costPer1000()),
                                known(point.saving()));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a string can be written to", e);
        }
        return text.toString();
    }

    private static Object known(double value) {
        return Double.isNaN(value) ? "" : value;
    }
}
