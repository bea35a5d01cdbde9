package dev.tierwise.eval.pool;

import dev.tierwise.eval.metrics.Bootstrap;
import dev.tierwise.eval.metrics.Bootstrap.Draws;
import dev.tierwise.eval.metrics.Money;
import dev.tierwise.eval.metrics.Money.Point;
import dev.tierwise.eval.pool.PoolResult.ModelPoint;
import dev.tierwise.eval.pool.PoolResult.PoolRouter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Measures ways to choose among many models.
 *
 * @param bootstrap rounds and seed of all intervals
 */
public record PoolEvaluation(Bootstrap bootstrap) {
    private static final double PER = 1000;

    /** Measures the given routers beside mixtures, the best single model, category-mean and oracle. */
    public PoolResult evaluate(ModelPool pool, List<TierPredictions> routers) {
        List<Policy> policies = new ArrayList<>();
        policies.add(Policy.singles(pool));
        policies.add(bestSingle(pool));
        routers.forEach(router -> policies.add(router.over(pool)));
        policies.add(categoryMean(pool));
        policies.add(oracle(pool));
        double[] values = aiq(pool, policies, pool.weight());
        Draws draws = bootstrap.draw(pool.promptNumbers(), pool.weight(), weight -> aiq(pool, policies, weight));

        List<Point> singles = policies.getFirst().points(pool, pool.weight());
        List<ModelPoint> models = IntStream.range(0, singles.size())
                .mapToObj(i -> point(pool.models().get(i), singles.get(i), Double.NaN))
                .toList();
        List<ModelPoint> hull = Money.hull(singles).stream()
                .map(corner -> models.get(singles.indexOf(corner)))
                .toList();
        List<PoolRouter> results = IntStream.range(0, policies.size())
                .mapToObj(i -> new PoolRouter(
                        policies.get(i).name(),
                        i == 0 ? hull : points(pool, policies.get(i)),
                        values[i],
                        draws.interval(i),
                        values[i] - values[0],
                        draws.difference(i, 0),
                        values[i] - values[1],
                        draws.difference(i, 1)))
                .toList();
        return new PoolResult(pool.rows(), pool.left(), models, hull, results);
    }

    private static List<ModelPoint> points(ModelPool pool, Policy policy) {
        List<Point> points = policy.points(pool, pool.weight());
        return IntStream.range(0, points.size())
                .mapToObj(i -> point("", points.get(i), policy.lambda(i) / PER))
                .toList();
    }

    private static ModelPoint point(String model, Point point, double lambda) {
        return new ModelPoint(model, PER * point.cost(), point.quality(), lambda);
    }

    private static double[] aiq(ModelPool pool, List<Policy> policies, double[] weight) {
        List<Point> singles = policies.getFirst().points(pool, weight);
        double lowest = singles.stream().mapToDouble(Point::cost).min().orElse(Double.NaN);
        double highest = singles.stream().mapToDouble(Point::cost).max().orElse(Double.NaN);
        // "Always the cheapest" is open to every router, so its curve starts there even where its own sweep does not.
        List<Point> cheapest =
                singles.stream().filter(point -> point.cost() == lowest).toList();
        return policies.stream()
                .mapToDouble(policy -> {
                    List<Point> points = new ArrayList<>(policy.points(pool, weight));
                    points.addAll(cheapest);
                    return Money.aiq(points, lowest, highest);
                })
                .toArray();
    }

    /** The model that, with the cheapest for budgets below its price, has the highest AIQ on these very rows. */
    private static Policy bestSingle(ModelPool pool) {
        List<Policy> policies = new ArrayList<>();
        policies.add(Policy.singles(pool));
        IntStream.range(0, pool.models().size()).forEach(model -> policies.add(Policy.single(pool, model)));
        double[] values = aiq(pool, policies, pool.weight());
        return policies.get(IntStream.range(1, values.length)
                .boxed()
                .max(Comparator.comparingDouble(i -> values[i]))
                .orElseThrow());
    }

    private static Policy oracle(ModelPool pool) {
        return Policy.sweep("oracle", pool, new Policy.Prediction() {
            @Override
            public double quality(int model, int row) {
                return pool.quality(model, row);
            }

            @Override
            public double cost(int model, int row) {
                return pool.cost(model, row);
            }
        });
    }

    private static Policy categoryMean(ModelPool pool) {
        Map<String, double[]> sums = new HashMap<>();
        int models = pool.models().size();
        List<String> categories = pool.categories();
        for (int row = 0; row < pool.rows(); row++) {
            double[] sum = sums.computeIfAbsent(categories.get(row), c -> new double[models + 1]);
            for (int model = 0; model < models; model++) {
                sum[model] += pool.weight()[row] * pool.quality(model, row);
            }
            sum[models] += pool.weight()[row];
        }
        double[][] quality = new double[models][pool.rows()];
        for (int row = 0; row < pool.rows(); row++) {
            double[] sum = sums.getOrDefault(categories.get(row), new double[models + 1]);
            for (int model = 0; model < models; model++) {
                quality[model][row] = sum[model] / sum[models];
            }
        }
        return new TierPredictions("category-mean", quality).over(pool);
    }
}
