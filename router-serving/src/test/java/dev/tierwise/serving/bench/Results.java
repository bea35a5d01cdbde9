package dev.tierwise.serving.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** What was measured, by scenario and system; tables show the median of the rounds. */
final class Results {
    /**
     * One measurement.
     *
     * @param cpuPerTenThousand seconds of the gateway's own processes per 10,000 requests
     * @param cpuPerEvent microseconds of the same per event of a stream
     */
    record Cell(
            double perSecond,
            double meanMicros,
            double p50Micros,
            double p99Micros,
            double p999Micros,
            double lateP99Micros,
            double cpuPerTenThousand,
            double cpuPerEvent,
            double residentMebibytes,
            double failures) {}

    private final Map<String, Map<String, List<Cell>>> rounds = new LinkedHashMap<>();
    private String systems = "";

    void systems(Collection<Gateway> gateways) {
        systems = gateways.stream()
                .map(gateway -> (gateway.name() + " " + gateway.version()).strip())
                .collect(Collectors.joining(", "));
    }

    void add(Scenario scenario, Gateway gateway, Load.Outcome outcome, double cpu, double resident) {
        Latencies times = outcome.latencies();
        if (times.size() == 0) {
            System.err.println(gateway.name() + " answered nothing in " + scenario.name());
            return;
        }
        Cell cell = new Cell(
                outcome.perSecond(),
                times.mean(),
                times.percentile(.5),
                times.percentile(.99),
                times.percentile(.999),
                outcome.lateness().percentile(.99),
                cpu / times.size() * 1e4,
                outcome.events() == 0 ? Double.NaN : cpu / outcome.events() * 1e6,
                resident,
                outcome.failures());
        rounds.computeIfAbsent(scenario.name(), _ -> new LinkedHashMap<>())
                .computeIfAbsent(gateway.name(), _ -> new ArrayList<>())
                .add(cell);
        System.err.printf(Locale.ROOT, "%-40s %-18s %9.0f/s%n", scenario.name(), gateway.name(), outcome.perSecond());
    }

    private static double median(List<Cell> cells, ToDoubleFunction<Cell> of) {
        return median(cells.stream().mapToDouble(of));
    }

    /** Of an even number of values the mean of the two in the middle. */
    static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static Cell median(List<Cell> cells) {
        return new Cell(
                median(cells, Cell::perSecond),
                median(cells, Cell::meanMicros),
                median(cells, Cell::p50Micros),
                median(cells, Cell::p99Micros),
                median(cells, Cell::p999Micros),
                median(cells, Cell::lateP99Micros),
                median(cells, Cell::cpuPerTenThousand),
                median(cells, Cell::cpuPerEvent),
                median(cells, Cell::residentMebibytes),
                median(cells, Cell::failures));
    }

    private Map<String, Map<String, Cell>> medians() {
        Map<String, Map<String, Cell>> all = new LinkedHashMap<>();
        rounds.forEach((scenario, bySystem) -> {
            Map<String, Cell> row = new LinkedHashMap<>();
            bySystem.forEach((system, cells) -> row.put(system, median(cells)));
            all.put(scenario, row);
        });
        return all;
    }

    String markdown() {
        StringBuilder out = new StringBuilder("%s, %d cores, JDK %s; %s\n\n"
                .formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version(),
                        systems));
        medians().forEach((scenario, row) -> {
            out.append("### ")
                    .append(scenario)
                    .append("\n\n| | CPU s per 10,000 | CPU us per event | requests/s | mean us | p50 us | p99 us"
                            + " | p99.9 us | late p99 ms | resident MiB | failed |\n|---|"
                            + "--:|".repeat(10) + "\n");
            row.forEach((system, cell) -> out.append(String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %s | %.0f | %.0f | %.0f | %.0f | %.0f | %s | %.0f | %.0f |%n",
                    system,
                    cell.cpuPerTenThousand,
                    orDash(cell.cpuPerEvent),
                    cell.perSecond,
                    cell.meanMicros,
                    cell.p50Micros,
                    cell.p99Micros,
                    cell.p999Micros,
                    orDash(cell.lateP99Micros / 1e3),
                    cell.residentMebibytes,
                    cell.failures)));
            out.append('\n').append(ratios(row));
        });
        return out.toString();
    }

    /** What the proxy does for every one of another system's, and what it costs. */
    private static String ratios(Map<String, Cell> row) {
        Cell own = row.get("tierwise");
        if (own == null) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        row.forEach((system, cell) -> {
            if (!system.startsWith("tierwise") && !system.equals("direct")) {
                out.append(String.format(
                        Locale.ROOT,
                        "Against %s: %.2f times the requests, %.3f of the CPU, %+.0f us mean, %+.0f us p99.%n",
                        system,
                        own.perSecond / cell.perSecond,
                        own.cpuPerTenThousand / cell.cpuPerTenThousand,
                        own.meanMicros - cell.meanMicros,
                        own.p99Micros - cell.p99Micros));
            }
        });
        Cell direct = row.get("direct");
        if (direct != null) {
            out.append(String.format(
                    Locale.ROOT,
                    "Above direct: %+.0f us mean, %+.0f us p99.%n",
                    own.meanMicros - direct.meanMicros,
                    own.p99Micros - direct.p99Micros));
        }
        return out.append('\n').toString();
    }

    private static String orDash(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    /** Writes {@code performance.json}, all rounds included, and {@code performance.png} where there is more than streams. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(
                        folder.resolve("performance.json").toFile(),
                        Map.of("systems", systems, "medians", medians(), "rounds", rounds));
        List<String> names = rounds.keySet().stream()
                .filter(name -> !name.contains("streams"))
                .toList();
        if (!names.isEmpty()) {
            BitmapEncoder.saveBitmap(
                    chart(names), folder.resolve("performance.png").toString(), BitmapFormat.PNG);
        }
    }

    private CategoryChart chart(List<String> names) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(900)
                .height(500)
                .title("CPU seconds per 10,000 requests (logarithmic; less is better)")
                .build();
        // Bars would begin at zero, which has no logarithm.
        chart.getStyler().setYAxisLogarithmic(true).setYAxisMin(0.01);
        // The names of scenarios are longer than the room below their bars.
        chart.getStyler().setXAxisLabelRotation(12);
        Map<String, Map<String, Cell>> medians = medians();
        medians.values().stream()
                .flatMap(row -> row.keySet().stream())
                .distinct()
                .filter(system -> !system.equals("direct"))
                .forEach(system -> chart.addSeries(
                        system,
                        names,
                        names.stream()
                                .map(name -> {
                                    Cell cell = medians.get(name) == null
                                            ? null
                                            : medians.get(name).get(system);
                                    return cell == null ? null : (Number) cell.cpuPerTenThousand;
                                })
                                .toList()));
        return chart;
    }
}
