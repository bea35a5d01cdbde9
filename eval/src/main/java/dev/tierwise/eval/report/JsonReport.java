package dev.tierwise.eval.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.eval.metrics.CalibrationError.Bin;
import dev.tierwise.eval.metrics.Interval;
import dev.tierwise.eval.pool.PoolResult;
import dev.tierwise.eval.strategy.StrategyResult;
import dev.tierwise.eval.sweep.DatasetResult;
import dev.tierwise.eval.sweep.DatasetResult.Difference;
import dev.tierwise.eval.sweep.Estimate;
import dev.tierwise.eval.sweep.Figure;
import dev.tierwise.eval.sweep.RouterResult;
import dev.tierwise.eval.sweep.RouterResult.CategoryResult;

/** The report as other programs read it: {@code report.json}. Shares are fractions in 0..1, null has no meaning. */
public final class JsonReport {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final double DIGITS = 1e8;

    private JsonReport() {}

    /** The whole document, indented. */
    public static String text(Report report) {
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(of(report)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers and strings can be written", e);
        }
    }

    static ObjectNode of(Report report) {
        ObjectNode root = NODES.objectNode();
        root.put("command", report.command());
        root.put("bootstrap_rounds", report.bootstrap().rounds());
        root.put("seed", report.bootstrap().seed());
        root.put("shuffled_labels", report.shuffled());
        ArrayNode datasets = root.putArray("datasets");
        report.files().forEach(file -> datasets.add(file(file)));
        return root;
    }

    private static ObjectNode file(FileResult file) {
        ObjectNode node = dataset(file.dataset());
        PoolResult pool = file.pool();
        if (pool != null) {
            node.set("models", PoolJson.of(pool));
        }
        StrategyResult strategies = file.strategies();
        if (strategies != null) {
            node.set("strategies", strategies(strategies));
        }
        return node;
    }

    private static ObjectNode dataset(DatasetResult result) {
        ObjectNode node = NODES.objectNode();
        node.put("name", result.name());
        node.put("n", result.rows());
        node.put("rows", result.counts());
        number(node, "strong", result.strong());
        number(node, "weak", result.weak());
        number(node, "strong_cost_per_1000", result.strongCost());
        number(node, "weak_cost_per_1000", result.weakCost());
        node.put("cost_basis", result.costBasis());
        ArrayNode remarks = node.putArray("remarks");
        result.remarks().forEach(remarks::add);
        ArrayNode routers = node.putArray("routers");
        result.routers().forEach(router -> routers.add(router(router)));
        ArrayNode differences = node.putArray("differences");
        result.differences().forEach(difference -> differences.add(difference(difference)));
        return node;
    }

    private static ObjectNode router(RouterResult router) {
        ObjectNode node = NODES.objectNode();
        node.put("name", router.name());
        node.put("baseline", router.isBaseline());
        number(node, "quality", router.quality());
        for (Figure figure : Figure.ALL) {
            Estimate estimate = router.estimate(figure);
            number(node, figure.key(), estimate.value());
            interval(node, figure.key() + "_ci", estimate.interval());
        }
        interval(node, "ece_floor_ci", router.eceNull().interval());
        number(node, "ece_null95", router.eceNull().point95());
        node.put("verdict", router.verdict());
        ArrayNode categories = node.putArray("categories");
        router.categories().forEach(category -> categories.add(category(category)));
        ArrayNode bins = node.putArray("reliability");
        router.reliability().forEach(bin -> bins.add(bin(bin)));
        return node;
    }

    private static ObjectNode category(CategoryResult category) {
        ObjectNode node = NODES.objectNode();
        node.put("category", category.category());
        node.put("n", category.rows());
        node.put("few_rows", category.few());
        number(node, "strong", category.strong());
        number(node, "weak", category.weak());
        number(node, "apgr", category.apgr().value());
        interval(node, "apgr_ci", category.apgr().interval());
        number(node, "auroc", category.auroc());
        return node;
    }

    private static ObjectNode bin(Bin bin) {
        ObjectNode node = NODES.objectNode();
        number(node, "low", bin.low());
        number(node, "high", bin.high());
        number(node, "predicted", bin.predicted());
        number(node, "observed", bin.observed());
        number(node, "weight", bin.weight());
        return node;
    }

    private static ObjectNode difference(Difference difference) {
        ObjectNode node = NODES.objectNode();
        node.put("a", difference.a());
        node.put("b", difference.b());
        node.put("figure", difference.figure().key());
        number(node, "difference", difference.value());
        interval(node, "ci", difference.interval());
        return node;
    }

    private static ObjectNode strategies(StrategyResult result) {
        ObjectNode node = NODES.objectNode();
        node.put("compared_with", result.compared());
        node.put("weak_answers_accepted", result.accepted());
        ArrayNode rows = node.putArray("rows");
        for (StrategyResult.Row row : result.strategies()) {
            ObjectNode each = rows.addObject();
            each.put("name", row.name());
            number(each, "cost_per_1000", 1000 * row.cost());
            interval(each, "cost_per_1000_ci", row.costInterval().times(1000));
            number(each, "quality", row.quality());
            interval(each, "quality_ci", row.qualityInterval());
            number(each, "saving_at_95_quality", row.saving());
            interval(each, "saving_at_95_quality_ci", row.savingInterval());
            number(each, "over_compared", row.gain());
            interval(each, "over_compared_ci", row.gainInterval());
        }
        return node;
    }

    /** A finite number rounded to eight decimals, or null. */
    static void number(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, Math.rint(value * DIGITS) / DIGITS);
        } else {
            node.putNull(key);
        }
    }

    /** {@code [lo, hi]}, or null. */
    static void interval(ObjectNode node, String key, Interval interval) {
        if (interval.isKnown()) {
            node.putArray(key)
                    .add(Math.rint(interval.lo() * DIGITS) / DIGITS)
                    .add(Math.rint(interval.hi() * DIGITS) / DIGITS);
        } else {
            node.putNull(key);
        }
    }
}
