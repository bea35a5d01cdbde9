package dev.tierwise.eval.sweep;

import dev.tierwise.eval.metrics.Bootstrap;
import dev.tierwise.eval.metrics.Bootstrap.Draws;
import dev.tierwise.eval.metrics.CalibrationError;
import dev.tierwise.eval.metrics.CalibrationError.Bin;
import dev.tierwise.eval.metrics.Curve;
import dev.tierwise.eval.metrics.Interval;
import dev.tierwise.eval.rows.Costs;
import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.scores.Baselines;
import dev.tierwise.eval.scores.RouterScores;
import dev.tierwise.eval.sweep.DatasetResult.Difference;
import dev.tierwise.eval.sweep.RouterResult.CategoryResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every threshold of some routers on a set of rows. One bootstrap serves every figure of every router, so that
 * all differences are paired.
 *
 * @param bootstrap rounds and seed of all intervals
 */
public record Sweep(Bootstrap bootstrap) {
    /** The strong shares at which {@link RouterResult#band} stands: 0, .02 ... 1. */
    public static final List<Double> BAND_SHARES =
            IntStream.rangeClosed(0, 50).mapToObj(i -> i / 50.0).toList();

    private static final int FIGURES = Figure.ALL.size();
    private static final int PER_ROUTER = FIGURES + BAND_SHARES.size();

    /**
     * Measures routers and every baseline.
     *
     * @param routers scored on this very set; may be empty
     */
    public DatasetResult over(EvalSet set, List<RouterScores> routers) {
        List<RouterScores> all =
                Stream.concat(routers.stream(), Baselines.of(set).stream()).toList();
        List<Sorted> sorted =
                all.stream().map(router -> new Sorted(set, router)).toList();
        Draws draws = bootstrap.draw(
                set.promptNumbers(),
                set.weight(),
                weight -> vector(sorted.stream().map(router -> router.sample(weight))));
        double[] values = vector(sorted.stream().map(Sorted::sample));
        List<List<CategoryResult>> categories = Categories.of(set, all, bootstrap);
        List<RouterResult> results = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Map<Figure, Estimate> figures = figures(i, values, draws);
            results.add(
                    all.get(i).isConstant()
                            ? constant(sorted.get(i), figures)
                            : curved(
                                    sorted.get(i),
                                    figures,
                                    categories.get(i),
                                    band(i, draws),
                                    verdict(all, i, values, draws)));
        }
        Sample curves = sorted.getLast().sample();
        Costs costs = set.costs();
        return new DatasetResult(
                set.name(),
                set.rows(),
                set.counts(),
                curves.quality().strong(),
                curves.quality().weak(),
                curves.cost() == null
                        ? Double.NaN
                        : CutPoints.PER * curves.cost().strong(),
                curves.cost() == null
                        ? Double.NaN
                        : CutPoints.PER * curves.cost().weak(),
                costs == null ? "" : costs.basis(),
                results,
                differences(all, values, draws),
                Remarks.of(set, curves.quality()));
    }

    /** The figures of all routers, and their PGR along the band. */
    private static double[] vector(Stream<Sample> routers) {
        return routers.flatMapToDouble(sample -> DoubleStream.concat(
                        Figure.ALL.stream().mapToDouble(figure -> figure.of(sample)),
                        BAND_SHARES.stream().mapToDouble(sample.quality()::pgr)))
                .toArray();
    }

    private static int index(int router, Figure figure) {
        return router * PER_ROUTER + Figure.ALL.indexOf(figure);
    }

    private static Map<Figure, Estimate> figures(int router, double[] values, Draws draws) {
        Map<Figure, Estimate> figures = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.ALL) {
            int at = index(router, figure);
            figures.put(
                    figure, Double.isNaN(values[at]) ? Estimate.NONE : new Estimate(values[at], draws.interval(at)));
        }
        return figures;
    }

    private static List<Interval> band(int router, Draws draws) {
        return IntStream.range(0, BAND_SHARES.size())
                .mapToObj(i -> draws.interval(router * PER_ROUTER + FIGURES + i))
                .toList();
    }

    private static RouterResult constant(Sorted sorted, Map<Figure, Estimate> figures) {
        RouterScores router = sorted.router();
        Curve quality = sorted.sample().quality();
        return new RouterResult(
                router.name(),
                router.kind(),
                figures,
                router.kind() == RouterScores.Kind.ALWAYS_STRONG ? quality.strong() : quality.weak(),
                CalibrationError.Null.NONE,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "");
    }

    private RouterResult curved(
            Sorted sorted,
            Map<Figure, Estimate> figures,
            List<CategoryResult> categories,
            List<Interval> band,
            String verdict) {
        RouterScores router = sorted.router();
        Sample curves = sorted.sample();
        CalibrationError.Null chance = CalibrationError.Null.NONE;
        List<Bin> reliability = List.of();
        if (router.isProbability()) {
            chance = CalibrationError.eceNull(
                    router.score(), withWinner(curves), CalibrationError.BINS, bootstrap.seed());
            reliability = CalibrationError.reliability(
                    router.predicted(), curves.win(), curves.weight(), CalibrationError.BINS);
        }
        return new RouterResult(
                router.name(),
                router.kind(),
                figures,
                Double.NaN,
                chance,
                CutPoints.of(curves.quality(), curves.cost(), router.hasThresholds()),
                band,
                reliability,
                categories,
                router.isBaseline() ? List.of() : Lost.of(sorted.set(), router),
                verdict);
    }

    /** The weights with 0 for rows without a winner: ECE leaves them out, so chance must have as few rows. */
    private static double[] withWinner(Sample sample) {
        double[] weight = sample.weight().clone();
        Arrays.setAll(weight, row -> Double.isNaN(sample.win()[row]) ? 0 : weight[row]);
        return weight;
    }

    private static String verdict(List<RouterScores> routers, int index, double[] values, Draws draws) {
        if (routers.get(index).isBaseline()) {
            return "";
        }
        int length = IntStream.range(0, routers.size())
                .filter(i ->
                        routers.get(i).isBaseline() && routers.get(i).name().equals(Baselines.LENGTH))
                .findFirst()
                .orElseThrow();
        int a = index(index, Figure.APGR);
        int b = index(length, Figure.APGR);
        return Remarks.againstLength(routers.get(index).name(), values[a] - values[b], draws.difference(a, b));
    }

    private static List<Difference> differences(List<RouterScores> routers, double[] values, Draws draws) {
        List<Difference> differences = new ArrayList<>();
        for (int a = 0; a < routers.size(); a++) {
            for (int b = a + 1; b < routers.size() && !routers.get(a).isBaseline(); b++) {
                for (Figure figure : Figure.ALL) {
                    int left = index(a, figure);
                    int right = index(b, figure);
                    double value = values[left] - values[right];
                    if (!Double.isNaN(value) && !routers.get(b).isConstant()) {
                        differences.add(new Difference(
                                routers.get(a).name(),
                                routers.get(b).name(),
                                figure,
                                value,
                                draws.difference(left, right)));
                    }
                }
            }
        }
        return differences;
    }
}
