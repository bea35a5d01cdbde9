package dev.tierwise.eval.report;

import dev.tierwise.eval.metrics.CalibrationError.Bin;
import dev.tierwise.eval.scores.Baselines;
import dev.tierwise.eval.sweep.DatasetResult;
import dev.tierwise.eval.sweep.RouterResult;
import dev.tierwise.eval.sweep.SweepPoint;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Pictures for slides and readmes: cost and quality, recovered gap, reliability. Needs no display. */
final class PngPlots {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 560;
    private static final List<Color> ROUTERS = List.of(
            new Color(0x0f6fde), new Color(0xd9480f), new Color(0x0a8f7a), new Color(0x7c3aed), new Color(0xc2255c));
    private static final Map<String, Color> BASELINES = Map.of(
            Baselines.RANDOM, new Color(0x98a3b0),
            Baselines.LENGTH, new Color(0xb7791f),
            Baselines.CATEGORY_MEAN, new Color(0x6b7a8c),
            Baselines.ORACLE, new Color(0x2f9e44));
    private static final BasicStroke SOLID = new BasicStroke(2.4f);
    private static final BasicStroke DASHED =
            new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 5}, 0);

    private PngPlots() {}

    /** What the names of a data file's plots begin with: its own name, less its ending and what file systems refuse. */
    static String stem(String dataset) {
        return dataset.replaceFirst("\\.[^.]*$", "").replaceAll("[^\\p{L}\\p{M}\\p{N}._-]", "_");
    }

    /** File name to picture, for every file of rows. */
    static Map<String, byte[]> of(Report report) throws IOException {
        Map<String, byte[]> plots = new LinkedHashMap<>();
        for (FileResult file : report.files()) {
            DatasetResult result = file.dataset();
            String name = stem(result.name());
            plots.put(name + "-quality.png", png(quality(result)));
            plots.put(name + "-pgr.png", png(recoveredGap(result)));
            if (result.routers().stream().anyMatch(r -> !r.reliability().isEmpty())) {
                plots.put(name + "-reliability.png", png(reliability(result)));
            }
        }
        return plots;
    }

    private static XYChart quality(DatasetResult result) {
        boolean money = !Double.isNaN(result.strongCost());
        XYChart chart = chart(
                result.name(), money ? "dollars per 1,000 prompts" : "share of prompts sent to strong", "mean quality");
        addCurves(chart, result, money ? SweepPoint::costPer1000 : SweepPoint::share, SweepPoint::quality);
        return chart;
    }

    private static XYChart recoveredGap(DatasetResult result) {
        XYChart chart = chart(result.name(), "share of prompts sent to strong", "part of the gap recovered");
        addCurves(chart, result, SweepPoint::share, SweepPoint::pgr);
        return chart;
    }

    private static void addCurves(
            XYChart chart, DatasetResult result, ToDoubleFunction<SweepPoint> x, ToDoubleFunction<SweepPoint> y) {
        int router = 0;
        for (RouterResult each : result.routers()) {
            List<SweepPoint> points = each.points().stream()
                    .filter(point -> Double.isFinite(x.applyAsDouble(point)) && Double.isFinite(y.applyAsDouble(point)))
                    .toList();
            if (points.isEmpty() || each.name().equals(Baselines.ORACLE)) {
                continue;
            }
            XYSeries series = chart.addSeries(
                    each.name(),
                    points.stream().mapToDouble(x).toArray(),
                    points.stream().mapToDouble(y).toArray());
            series.setMarker(SeriesMarkers.NONE);
            series.setLineStyle(each.isBaseline() ? DASHED : SOLID);
            series.setLineColor(
                    each.isBaseline()
                            ? BASELINES.getOrDefault(each.name(), Color.GRAY)
                            : ROUTERS.get(router++ % ROUTERS.size()));
        }
    }

    private static XYChart reliability(DatasetResult result) {
        XYChart chart = chart(result.name(), "predicted probability that strong wins", "how often it did");
        double top = result.routers().stream()
                .flatMap(router -> router.reliability().stream())
                .mapToDouble(bin -> Math.max(bin.predicted(), bin.observed()))
                .max()
                .orElse(1);
        XYSeries perfect = chart.addSeries(Baselines.PERFECT, new double[] {0, top}, new double[] {0, top});
        perfect.setMarker(SeriesMarkers.NONE);
        perfect.setLineStyle(DASHED);
        perfect.setLineColor(Color.GRAY);
        int router = 0;
        for (RouterResult each : result.routers()) {
            if (!each.reliability().isEmpty()) {
                Color color = ROUTERS.get(router++ % ROUTERS.size());
                XYSeries series = chart.addSeries(
                        each.name(),
                        each.reliability().stream().mapToDouble(Bin::predicted).toArray(),
                        each.reliability().stream().mapToDouble(Bin::observed).toArray());
                series.setMarker(SeriesMarkers.CIRCLE);
                series.setMarkerColor(color);
                series.setLineStyle(SOLID);
                series.setLineColor(color);
            }
        }
        return chart;
    }

    private static XYChart chart(String title, String x, String y) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setPlotBackgroundColor(Color.WHITE);
        chart.getStyler().setPlotBorderVisible(false);
        chart.getStyler().setPlotGridLinesColor(new Color(0xdfe4ea));
        chart.getStyler().setPlotGridLinesStroke(new BasicStroke(1));
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
        chart.getStyler().setLegendBorderColor(Color.WHITE);
        chart.getStyler().setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
        chart.getStyler().setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        chart.getStyler().setYAxisDecimalPattern("0.00");
        return chart;
    }

    private static byte[] png(XYChart chart) throws IOException {
        return BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG);
    }
}
