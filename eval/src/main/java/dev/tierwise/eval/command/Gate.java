package dev.tierwise.eval.command;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Nearest;
import dev.tierwise.eval.report.Numbers;
import dev.tierwise.eval.sweep.DatasetResult;
import dev.tierwise.eval.sweep.Figure;
import dev.tierwise.eval.sweep.RouterResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Limits that every router must keep on every file: a regression gate. */
record Gate(Map<String, Double> under, Map<String, Double> over) {
    Gate {
        under.keySet().forEach(Gate::figure);
        over.keySet().forEach(Gate::figure);
    }

    boolean isEmpty() {
        return under.isEmpty() && over.isEmpty();
    }

    /** One sentence per limit that is not kept; a figure without a value keeps none. */
    List<String> failures(List<DatasetResult> results) {
        List<String> failures = new ArrayList<>();
        for (DatasetResult result : results) {
            for (RouterResult router : result.routers()) {
                if (!router.isBaseline()) {
                    under.forEach((key, limit) -> check(result, router, key, limit, true, failures));
                    over.forEach((key, limit) -> check(result, router, key, limit, false, failures));
                }
            }
        }
        return failures;
    }

    private static void check(
            DatasetResult result,
            RouterResult router,
            String key,
            double limit,
            boolean lowest,
            List<String> failures) {
        double value = router.value(figure(key));
        boolean kept = lowest ? value >= limit : value <= limit;
        if (!kept) {
            failures.add("%s on %s: %s %s is %s %s"
                    .formatted(
                            router.name(),
                            result.name(),
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
