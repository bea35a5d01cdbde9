package dev.tierwise.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.eval.metrics.Interval;
import dev.tierwise.eval.sweep.DatasetResult;
import dev.tierwise.eval.sweep.RouterResult;
import dev.tierwise.eval.sweep.RouterResult.LostPrompt;
import dev.tierwise.eval.sweep.Sweep;
import dev.tierwise.eval.sweep.SweepPoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.function.ToDoubleFunction;

/** The report as one page that loads nothing: data, style, script and the plotting library are inside it. */
final class HtmlReport {
    private static final String LIBRARY = "META-INF/maven/org.webjars.npm/chart.js/pom.properties";
    private static final double DIGITS = 1e8;

    private HtmlReport() {}

    static String of(Report report) {
        String version = libraryVersion();
        String library = "META-INF/resources/webjars/chart.js/" + version;
        // The data goes in last: nothing it holds is taken for a placeholder.
        return own("page.html")
                .replace("{{css}}", own("page.css"))
                .replace("{{js}}", own("page.js"))
                .replace("{{chart-version}}", version)
                .replace("{{chart-license}}", resource(library + "/LICENSE.md"))
                .replace("{{chart}}", withoutSourceMap(resource(library + "/dist/chart.umd.min.js")))
                .replace("{{data}}", data(report));
    }

    /** JSON that cannot end the script element it stands in. */
    private static String data(Report report) {
        ObjectNode root = JsonReport.of(report);
        ArrayNode shares = root.putArray("band_shares");
        Sweep.BAND_SHARES.forEach(shares::add);
        for (int i = 0; i < report.files().size(); i++) {
            DatasetResult result = report.files().get(i).dataset();
            JsonNode routers = root.path("datasets").path(i).path("routers");
            for (int j = 0; j < result.routers().size(); j++) {
                addCurve((ObjectNode) routers.path(j), result.routers().get(j));
            }
        }
        return root.toString().replace("<", "\\u003c");
    }

    private static void addCurve(ObjectNode node, RouterResult router) {
        ArrayNode lost = node.putArray("lost");
        router.lost().forEach(prompt -> addLost(lost.addObject(), prompt));
        List<SweepPoint> points = router.points();
        if (points.isEmpty()) {
            return;
        }
        ObjectNode columns = node.putObject("points");
        column(columns, "threshold", points, SweepPoint::threshold);
        column(columns, "strong_share", points, SweepPoint::share);
        column(columns, "quality", points, SweepPoint::quality);
        column(columns, "pgr", points, SweepPoint::pgr);
        column(columns, "cost_per_1000", points, SweepPoint::costPer1000);
        column(columns, "saving", points, SweepPoint::saving);
        column(node, "band_lo", router.band(), Interval::lo);
        column(node, "band_hi", router.band(), Interval::hi);
    }

    private static void addLost(ObjectNode node, LostPrompt prompt) {
        node.put("id", prompt.id());
        node.put("category", prompt.category());
        node.put("excerpt", prompt.excerpt());
        node.put("score", prompt.score());
        node.put("strong", prompt.strong());
        node.put("weak", prompt.weak());
    }

    private static <T> void column(ObjectNode node, String key, List<T> rows, ToDoubleFunction<T> value) {
        ArrayNode column = node.putArray(key);
        for (T row : rows) {
            double number = value.applyAsDouble(row);
            if (Double.isFinite(number)) {
                column.add(Math.rint(number * DIGITS) / DIGITS);
            } else {
                column.addNull();
            }
        }
    }

    private static String libraryVersion() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(resource(LIBRARY)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static String withoutSourceMap(String script) {
        return script.replaceAll("(?m)^//# sourceMappingURL=.*$", "");
    }

    private static String own(String name) {
        return resource("dev/tierwise/eval/report/" + name);
    }

    private static String resource(String path) {
        try (InputStream in = HtmlReport.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
