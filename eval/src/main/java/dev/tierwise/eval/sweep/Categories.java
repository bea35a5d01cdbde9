package dev.tierwise.eval.sweep;

import dev.tierwise.eval.metrics.Bootstrap;
import dev.tierwise.eval.metrics.Bootstrap.Draws;
import dev.tierwise.eval.metrics.Curve;
import dev.tierwise.eval.metrics.Discrimination;
import dev.tierwise.eval.router.RouterScores;
import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.sweep.RouterResult.CategoryResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The same figures within each category. */
final class Categories {
    private static final String NONE = "(none)";

    private Categories() {}

    /** One list per router, by category name; empty lists where no row has a category. */
    static List<List<CategoryResult>> of(EvalSet set, List<RouterScores> routers, Bootstrap bootstrap) {
        List<List<CategoryResult>> byRouter = new ArrayList<>();
        routers.forEach(router -> byRouter.add(new ArrayList<>()));
        if (set.hasCategories()) {
            Map<String, List<Integer>> rows = IntStream.range(0, set.rows())
                    .boxed()
                    .collect(Collectors.groupingBy(row -> nameOf(set, row), TreeMap::new, Collectors.toList()));
            rows.forEach((category, members) ->
                    add(category, members.stream().mapToInt(i -> i).toArray(), set, routers, bootstrap, byRouter));
        }
        return byRouter;
    }

    private static void add(
            String category,
            int[] rows,
            EvalSet set,
            List<RouterScores> routers,
            Bootstrap bootstrap,
            List<List<CategoryResult>> byRouter) {
        EvalSet part = set.pick(rows);
        List<RouterScores> curved = routers.stream()
                .map(router -> router.isConstant() ? router : router.pick(rows))
                .toList();
        Draws draws = bootstrap.draw(part.weight(), weight -> apgr(part, curved, weight));
        double[] values = apgr(part, curved, part.weight());
        for (int i = 0; i < curved.size(); i++) {
            RouterScores router = curved.get(i);
            if (router.isConstant()) {
                continue;
            }
            Curve quality = new Sample(part, router).quality();
            byRouter.get(i)
                    .add(new CategoryResult(
                            category,
                            rows.length,
                            quality.strong(),
                            quality.weak(),
                            Double.isNaN(values[i]) ? Estimate.NONE : new Estimate(values[i], draws.interval(i)),
                            Discrimination.auroc(router.ranked(), part.win(), part.weight())));
        }
    }

    private static double[] apgr(EvalSet set, List<RouterScores> routers, double[] weight) {
        return routers.stream()
                .mapToDouble(router -> router.isConstant()
                        ? Double.NaN
                        : new Sample(set, router, weight).quality().apgr())
                .toArray();
    }

    private static String nameOf(EvalSet set, int row) {
        String category = set.categories().get(row);
        return category == null ? NONE : category;
    }
}
