package dev.tierwise.eval.pool;

import dev.tierwise.eval.metrics.Interval;
import java.util.List;
import java.util.Set;

/**
 * Many models on the same rows, in the plane of cost and quality.
 *
 * @param rows on which every model was measured
 * @param left rows on which some was not
 * @param models each model alone
 * @param hull the models of the non-decreasing convex hull, cheapest first: random mixtures of neighbours reach every
 *     point between them
 * @param routers {@code mixtures} (the hull itself), the best single model, then routers, then {@code category-mean} and {@code oracle}, which
 *     have seen these rows
 */
public record PoolResult(
        int rows, long left, List<ModelPoint> models, List<ModelPoint> hull, List<PoolRouter> routers) {
    /** The name of the hull among the routers. */
    public static final String MIXTURES = "mixtures";

    /** Routers that have seen the very rows they are measured on. */
    public static final Set<String> WITH_HINDSIGHT = Set.of("category-mean", "oracle");

    /**
     * A model alone.
     *
     * @param costPer1000 dollars per 1,000 prompts
     * @param lambda quality given up to save a dollar per 1,000 prompts; NaN for a model alone
     */
    public record ModelPoint(String model, double costPer1000, double quality, double lambda) {}

    /**
     * A way to choose among the models.
     *
     * @param points from quality at any cost to the cheapest, without a model's name
     * @param aiq area under its non-decreasing convex hull, between the cheapest and the dearest model's cost
     * @param gain its AIQ less that of the mixtures
     * @param overMixtures 95 % interval of that: above 0 it is worth having
     * @param gainOverSingle its AIQ less that of the best single model, which is the cheapest for smaller budgets
     * @param overSingle 95 % interval of that
     */
    public record PoolRouter(
            String name,
            List<ModelPoint> points,
            double aiq,
            Interval interval,
            double gain,
            Interval overMixtures,
            double gainOverSingle,
            Interval overSingle) {}
}
