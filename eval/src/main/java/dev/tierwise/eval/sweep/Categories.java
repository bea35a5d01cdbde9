package dev.tierwise.eval.sweep;

import dev.tierwise.eval.metrics.Bootstrap;
import dev.tierwise.eval.metrics.Bootstrap.Draws;
import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.scores.RouterScores;
import dev.tierwise.eval.sweep.RouterResult.CategoryResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The same figures within each category. */
final class Categories {
    private static final String NONE = "(none)";

    private Categories() {}

    /**
     * One list per router, by category name; empty lists where no row has a category.
     *
     * @param routers those that have no curve last
     */
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
        List<Sorted> curved = routers.stream()
                .filter(router -> !router.isConstant())
                .map(router -> new Sorted(part, router.pick(rows)))
                .toList();
        Draws draws = bootstrap.draw(
                part.promptNumbers(),
                part.weight(),
                weight -> apgr(curved.stream().map(router -> router.sample(weight))));
        double[] values = apgr(curved.stream().map(Sorted::sample));
        for (int i = 0; i < curved.size(); i++) {
            Sample sample = curved.get(i).sample();
            byRouter.get(i)
                    .add(new CategoryResult(
                            category,
                            rows.length,
                            sample.quality().strong(),
                            sample.quality().weak(),
                            Double.isNaN(values[i]) ? Estimate.NONE : new Estimate(values[i], draws.interval(i)),
                            Figure.AUROC.of(sample)));
        }
    }

    private static double[] apgr(Stream<Sample> routers) {
        return routers.mapToDouble(Figure.APGR::of).toArray();
    }

    private static String nameOf(EvalSet set, int row) {
        String category = set.categories().get(row);
        return category == null ? NONE : category;
    }
}
