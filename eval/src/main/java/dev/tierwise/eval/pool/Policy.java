package dev.tierwise.eval.pool;

import dev.tierwise.eval.metrics.Money.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A router among many models, as what it chooses at each of some prices of quality: for every row the model with the
 * highest {@code predicted quality - lambda * cost}, the cheaper one of equals (routing-as-utility, as in RouterBench).
 */
final class Policy {
    private static final int STEPS = 160;
    private static final double DECADES = 4;

    private final String name;
    private final int[][] chosen;
    private final double[] lambda;

    /** @param lambda the price of quality of each choice, NaN where it has none */
    private Policy(String name, int[][] chosen, double[] lambda) {
        this.name = name;
        this.chosen = chosen;
        this.lambda = lambda;
    }

    private Policy(String name, int[][] chosen) {
        this(
                name,
                chosen,
                DoubleStream.generate(() -> Double.NaN).limit(chosen.length).toArray());
    }

    /** Predicts the quality of each model on a row, and knows what each costs there. */
    interface Prediction {
        double quality(int model, int row);

        double cost(int model, int row);
    }

    /** Sweeps lambda from "cost is no object" to "the cheapest", evenly in its logarithm around the pool's own trade. */
    static Policy sweep(String name, ModelPool pool, Prediction prediction) {
        double scale = scale(pool);
        List<int[]> chosen = new ArrayList<>();
        List<Double> lambdas = new ArrayList<>();
        for (int step = 0; step <= STEPS; step++) {
            double lambda = step == 0 ? 0 : scale * Math.pow(10, DECADES * (2.0 * step / STEPS - 1));
            int[] choice = new int[pool.rows()];
            for (int row = 0; row < choice.length; row++) {
                choice[row] = best(pool, prediction, row, lambda);
            }
            if (chosen.isEmpty() || !Arrays.equals(choice, chosen.getLast())) {
                chosen.add(choice);
                lambdas.add(lambda);
            }
        }
        return new Policy(
                name,
                chosen.toArray(int[][]::new),
                lambdas.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** A policy per model that always asks that one. */
    static Policy singles(ModelPool pool) {
        return new Policy(
                PoolResult.MIXTURES,
                IntStream.range(0, pool.models().size())
                        .mapToObj(model -> always(pool, model))
                        .toArray(int[][]::new));
    }

    /** One model for every row. */
    static Policy single(ModelPool pool, int model) {
        return new Policy("always " + pool.models().get(model), new int[][] {always(pool, model)});
    }

    private static int[] always(ModelPool pool, int model) {
        int[] choice = new int[pool.rows()];
        Arrays.fill(choice, model);
        return choice;
    }

    private static int best(ModelPool pool, Prediction prediction, int row, double lambda) {
        int best = 0;
        double bestUtility = Double.NEGATIVE_INFINITY;
        for (int model = 0; model < pool.models().size(); model++) {
            double cost = prediction.cost(model, row);
            double utility = prediction.quality(model, row) - lambda * cost;
            if (utility > bestUtility || (utility == bestUtility && cost < prediction.cost(best, row))) {
                best = model;
                bestUtility = utility;
            }
        }
        return best;
    }

    /** One unit of quality in dollars, from the range of the models' mean costs. */
    private static double scale(ModelPool pool) {
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (int model = 0; model < pool.models().size(); model++) {
            low = Math.min(low, pool.meanCost(model));
            high = Math.max(high, pool.meanCost(model));
        }
        return 1 / Math.max(high - low, 1e-12);
    }

    String name() {
        return name;
    }

    /** Quality per dollar of the choice of an index, NaN where it has none. */
    double lambda(int index) {
        return lambda[index];
    }

    /** Mean cost in dollars and mean quality of each choice, under weights of rows. */
    List<Point> points(ModelPool pool, double[] weight) {
        double total = 0;
        for (double w : weight) {
            total += w;
        }
        List<Point> points = new ArrayList<>(chosen.length);
        for (int[] choice : chosen) {
            double cost = 0;
            double quality = 0;
            for (int row = 0; row < choice.length; row++) {
                cost += weight[row] * pool.cost(choice[row], row);
                quality += weight[row] * pool.quality(choice[row], row);
            }
            points.add(new Point(cost / total, quality / total));
        }
        return points;
    }
}
