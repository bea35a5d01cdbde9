package dev.tierwise.eval.report;

import dev.tierwise.eval.pool.PoolResult;
import dev.tierwise.eval.pool.PoolResult.ModelPoint;
import dev.tierwise.eval.pool.PoolResult.PoolRouter;
import dev.tierwise.eval.strategy.StrategyResult;
import dev.tierwise.eval.strategy.StrategyText;
import dev.tierwise.eval.sweep.DatasetResult;
import dev.tierwise.eval.sweep.DatasetResult.Difference;
import dev.tierwise.eval.sweep.Figure;
import dev.tierwise.eval.sweep.RouterResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The report as a terminal shows it. */
public final class TextReport {
    /** Intervals between the lambdas shown of a router among many models. */
    private static final int LAMBDAS = 7;

    private TextReport() {}

    /** Every file of rows, one after the other. */
    public static String of(Report report) {
        String control = report.shuffled()
                ? String.format(
                        "CONTROL: outcomes are shuffled between rows, so that every router must come out at chance"
                                + " (category-mean and oracle see them, and stay above it).%n%n")
                : "";
        return control
                + report.files().stream()
                        .map(file -> of(file.dataset()) + pool(file.pool()) + strategies(file.strategies()))
                        .collect(Collectors.joining(System.lineSeparator()));
    }

    /** One file of rows: the two tiers, a table of routers, differences, and what to make of it. */
    static String of(DatasetResult result) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s: n=%d (%s)%nstrong %s, weak %s%s%n%n",
                result.name(),
                result.rows(),
                result.counts(),
                Numbers.plain(result.strong()),
                Numbers.plain(result.weak()),
                Double.isNaN(result.strongCost())
                        ? ""
                        : "; per 1,000 prompts " + Numbers.dollars(result.strongCost()) + " and "
                                + Numbers.dollars(result.weakCost()) + " (" + result.costBasis() + ")"));
        text.append(table(routers(result)));
        List<Difference> apgr = result.differences().stream()
                .filter(d -> d.figure() == Figure.APGR)
                .toList();
        if (!apgr.isEmpty()) {
            text.append(String.format("%nDifferences in APGR, paired, 95 %% intervals%n"));
            text.append(table(apgr.stream()
                    .map(d -> List.of(d.a() + " - " + d.b(), signed(d.value()), Numbers.interval(d.interval())))
                    .toList()));
        }
        text.append(String.format("%n"));
        result.routers().stream()
                .map(RouterResult::verdict)
                .filter(verdict -> !verdict.isEmpty())
                .forEach(verdict -> text.append(String.format("%s%n", verdict)));
        result.remarks().forEach(remark -> text.append(String.format("Note: %s%n", remark)));
        text.append(String.format("Note: category-mean and oracle have seen the outcomes of these very rows.%n"));
        return text.toString();
    }

    private static String strategies(@Nullable StrategyResult strategies) {
        return strategies == null ? "" : StrategyText.of(strategies);
    }

    private static String pool(@Nullable PoolResult pool) {
        if (pool == null) {
            return "";
        }
        List<List<String>> models = new ArrayList<>();
        models.add(List.of("model", "quality", "per 1,000 prompts", "on the hull"));
        pool.models().stream()
                .sorted(Comparator.comparingDouble(ModelPoint::costPer1000))
                .forEach(model -> models.add(List.of(
                        model.model(),
                        Numbers.plain(model.quality()),
                        Numbers.dollars(model.costPer1000()),
                        pool.hull().contains(model) ? "yes" : "")));
        List<List<String>> routers = new ArrayList<>();
        routers.add(List.of(
                "choosing among them",
                "AIQ",
                "95 % interval",
                "over mixtures",
                "95 % interval",
                "over best single",
                "95 % interval"));
        for (PoolRouter router : pool.routers()) {
            boolean mixtures = router.name().equals(PoolResult.MIXTURES);
            routers.add(List.of(
                    router.name(),
                    Numbers.plain(router.aiq()),
                    Numbers.interval(router.interval()),
                    mixtures ? "" : signed(router.gain()),
                    mixtures ? "" : Numbers.interval(router.overMixtures()),
                    signed(router.gainOverSingle()),
                    Numbers.interval(router.overSingle())));
        }
        return String.format(
                        Locale.ROOT,
                        "%n%d models on the %d rows where all were measured (%d left out)%n%s%n%s",
                        pool.models().size(),
                        pool.rows(),
                        pool.left(),
                        table(models),
                        table(routers))
                + pool.routers().stream()
                        .filter(router -> router.points().size() > 1
                                && !Double.isNaN(router.points().getFirst().lambda())
                                && !PoolResult.WITH_HINDSIGHT.contains(router.name()))
                        .map(TextReport::lambdas)
                        .collect(Collectors.joining());
    }

    /** What some lambdas of a router buy, from quality at any price to the cheapest. */
    private static String lambdas(PoolRouter router) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("lambda of " + router.name(), "quality", "per 1,000 prompts"));
        int last = router.points().size() - 1;
        IntStream.rangeClosed(0, LAMBDAS)
                .map(step -> step * last / LAMBDAS)
                .distinct()
                .mapToObj(router.points()::get)
                .forEach(point -> rows.add(List.of(
                        String.format(Locale.ROOT, "%.3g", point.lambda()),
                        Numbers.plain(point.quality()),
                        Numbers.dollars(point.costPer1000()))));
        return String.format("%n%s", table(rows));
    }

    private static List<List<String>> routers(DatasetResult result) {
        List<Figure> shown = Figure.ALL.stream()
                .filter(figure -> result.routers().stream().anyMatch(r -> !Double.isNaN(r.value(figure))))
                .toList();
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("router", "quality"));
        for (Figure figure : shown) {
            head.add(figure.label());
            if (figure == Figure.APGR) {
                head.add("95 % interval");
            } else if (figure == Figure.ECE) {
                head.add("by chance");
            }
        }
        rows.add(head);
        for (RouterResult router : result.routers()) {
            List<String> row = new ArrayList<>(List.of(router.name(), Numbers.plain(router.quality())));
            for (Figure figure : shown) {
                row.add(Numbers.of(figure, router.value(figure)));
                if (figure == Figure.APGR) {
                    row.add(Numbers.interval(router.estimate(figure).interval()));
                } else if (figure == Figure.ECE) {
                    row.add(Numbers.of(figure, router.eceNull().point95()));
                }
            }
            rows.add(row);
        }
        return rows;
    }

    private static String signed(double value) {
        return (value < 0 ? "" : "+") + Numbers.plain(value);
    }

    /** Columns as wide as their widest cell, the first to the left and the others to the right. */
    static String table(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream()
                .map(row -> IntStream.range(0, columns)
                        .mapToObj(column -> pad(row.get(column), widths[column], column == 0))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .collect(Collectors.joining(System.lineSeparator(), "", System.lineSeparator()));
    }

    private static String pad(String text, int width, boolean left) {
        String space = " ".repeat(width - text.length());
        return left ? text + space : space + text;
    }
}
