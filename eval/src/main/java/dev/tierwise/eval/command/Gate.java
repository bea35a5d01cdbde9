package dev.tierwise.eval.command;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Nearest;
import dev.tierwise.eval.pool.PoolResult;
import dev.tierwise.eval.pool.PoolResult.PoolRouter;
import dev.tierwise.eval.report.FileResult;
import dev.tierwise.eval.report.Numbers;
import dev.tierwise.eval.sweep.Figure;
import dev.tierwise.eval.sweep.RouterResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Limits that every router must keep on every file: a regression gate. */
record Gate(Map<String, Double> under, Map<String, Double> over) {
    Gate {
        under.forEach((key, limit) -> requireLimit("--fail-under", key, limit));
        over.forEach((key, limit) -> requireLimit("--fail-over", key, limit));
    }

    private static void requireLimit(String option, String key, double limit) {
        figure(key);
        if (Double.isNaN(limit)) {
            throw new BadInputException(option + " " + key + "=NaN is no limit; give a number");
        }
    }

    boolean isEmpty() {
        return under.isEmpty() && over.isEmpty();
    }

    /** Refuses limits that a router among many models can neither keep nor miss: AIQ is the only figure it has. */
    void requireAiqAlone(String router) {
        Stream.concat(under.keySet().stream(), over.keySet().stream())
                .filter(key -> figure(key) != Figure.AIQ)
                .findFirst()
                .ifPresent(key -> {
                    throw new BadInputException(router + " chooses among many models, which has no " + key
                            + "; hold it to --fail-under " + Figure.AIQ.key() + "=MIN");
                });
    }

    /**
     * One sentence per limit that is not kept; a figure without a value keeps none.
     *
     * @param choosers names of the routers among many models, which stand in the pools
     */
    List<String> failures(List<FileResult> files, Set<String> choosers) {
        List<String> failures = new ArrayList<>();
        for (FileResult file : files) {
            String name = file.dataset().name();
            for (RouterResult router : file.dataset().routers()) {
                if (!router.isBaseline()) {
                    check(name, router.name(), router::value, failures);
                }
            }
            PoolResult pool = file.pool();
            if (pool != null) {
                pool.routers().stream()
                        .filter(router -> choosers.contains(router.name()))
                        .forEach(router -> check(name, router.name(), aiqOf(router), failures));
            }
        }
        return failures;
    }

    private static ToDoubleFunction<Figure> aiqOf(PoolRouter router) {
        return figure -> figure == Figure.AIQ ? router.aiq() : Double.NaN;
    }

    private void check(String file, String router, ToDoubleFunction<Figure> value, List<String> failures) {
        under.forEach((key, limit) -> check(file, router, key, value, limit, true, failures));
        over.forEach((key, limit) -> check(file, router, key, value, limit, false, failures));
    }

    private static void check(
            String file,
            String router,
            String key,
            ToDoubleFunction<Figure> values,
            double limit,
            boolean lowest,
            List<String> failures) {
        double value = values.applyAsDouble(figure(key));
        boolean kept = lowest ? value >= limit : value <= limit;
        if (!kept) {
            failures.add("%s on %s: %s %s is %s %s"
                    .formatted(
                            router,
                            file,
                            key,
                            Double.isNaN(value) ? "has no value and" : Numbers.plain(value),
                            Double.isNaN(value) ? "cannot be held against" : lowest ? "under" : "over",
                            Numbers.plain(limit)));
        }
    }

    private static Figure figure(String key) {
        List<String> keys = Figure.ALL.stream().map(Figure::key).toList();
        return Figure.ALL.stream()
                .filter(figure -> figure.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new BadInputException("there is no figure \"" + key + "\""
                        + Nearest.to(key, keys)
                                .map(near -> ", did you mean \"" + near + "\"?")
                                .orElse("")
                        + "; the figures are " + String.join(", ", keys)));
    }
}
