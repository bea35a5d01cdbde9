package dev.tierwise.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwise.eval.pool.PoolResult;
import dev.tierwise.eval.pool.PoolResult.ModelPoint;
import dev.tierwise.eval.pool.PoolResult.PoolRouter;
import java.util.List;

/** Many models in {@code report.json}. */
final class PoolJson {
    private PoolJson() {}

    static ObjectNode of(PoolResult pool) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("n", pool.rows());
        node.put("rows_left_out", pool.left());
        points(node.putArray("models"), pool.models());
        points(node.putArray("hull"), pool.hull());
        ArrayNode routers = node.putArray("routers");
        for (PoolRouter router : pool.routers()) {
            ObjectNode each = routers.addObject();
            each.put("name", router.name());
            JsonReport.number(each, "aiq", router.aiq());
            JsonReport.interval(each, "aiq_ci", router.interval());
            JsonReport.number(each, "over_mixtures", router.gain());
            JsonReport.interval(each, "over_mixtures_ci", router.overMixtures());
            JsonReport.number(each, "over_best_single", router.gainOverSingle());
            JsonReport.interval(each, "over_best_single_ci", router.overSingle());
            points(each.putArray("points"), router.points());
        }
        return node;
    }

    private static void points(ArrayNode array, List<ModelPoint> points) {
        for (ModelPoint point : points) {
            ObjectNode node = array.addObject();
            if (!point.model().isEmpty()) {
                node.put("model", point.model());
            }
            JsonReport.number(node, "cost_per_1000", point.costPer1000());
            JsonReport.number(node, "quality", point.quality());
            if (!Double.isNaN(point.lambda())) {
                JsonReport.number(node, "lambda", point.lambda());
            }
        }
    }
}
