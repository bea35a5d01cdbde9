package dev.tierwise.core.strategy.rank;

import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Ranker;
import dev.tierwise.core.strategy.Ranking;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reference examples: a request goes where the example nearest to it goes, if it is near enough. Nearness is the cosine
 * of the embeddings, in -1..1.
 */
public final class SemanticRoutes implements Ranker {
    /** Above this two examples say the same thing, which two routes should not both claim. */
    private static final double SAME = 0.9;

    private final List<Route> routes;
    private final double similarity;

    /**
     * A group of examples.
     *
     * @param vectors one embedding of unit length per example
     * @param to models in the order they should be tried
     */
    public record Route(String name, List<String> examples, List<float[]> vectors, List<String> to) {
        public Route {
            examples = List.copyOf(examples);
            vectors = List.copyOf(vectors);
            to = List.copyOf(to);
        }
    }

    private record Nearest(Route route, int example, double similarity) {}

    /**
     * Routes in force.
     *
     * @param similarity from which on an example counts, in -1..1
     */
    public SemanticRoutes(List<Route> routes, double similarity) {
        this.routes = List.copyOf(routes);
        this.similarity = similarity;
    }

    @Override
    public String name() {
        return "semantic";
    }

    @Override
    public Ranking rank(RequestFacts facts, List<Candidate> candidates, Signals signals) {
        Optional<float[]> embedding = signals.embedding();
        if (embedding.isEmpty()) {
            return Ranking.of(candidates, "no text to compare", Map.of());
        }
        List<Route> possible = routes.stream()
                .filter(route -> candidates.stream().anyMatch(c -> route.to().contains(c.model())))
                .toList();
        Nearest nearest = nearest(possible, embedding.get());
        if (nearest == null) {
            return Ranking.of(candidates, "no route leads to a model that is left", Map.of());
        }
        Map<String, Object> looked = Map.of(
                "nearest",
                nearest.route().examples().get(nearest.example()),
                "route",
                nearest.route().name(),
                "similarity",
                nearest.similarity(),
                "needed",
                similarity);
        boolean near = nearest.similarity() >= similarity;
        String reason = String.format(
                Locale.ROOT,
                "nearest example is of route \"%s\", similarity %.4f %s %.4f",
                nearest.route().name(),
                nearest.similarity(),
                near ? ">=" : "<",
                similarity);
        return near
                ? Ranking.of(Ranking.first(nearest.route().to(), candidates), reason, looked)
                        .asSettled()
                : Ranking.of(candidates, reason, looked);
    }

    private static @org.jspecify.annotations.Nullable Nearest nearest(List<Route> routes, float[] vector) {
        Nearest best = null;
        for (Route route : routes) {
            for (int i = 0; i < route.vectors().size(); i++) {
                double cosine = cosine(route.vectors().get(i), vector);
                if (best == null || cosine > best.similarity()) {
                    best = new Nearest(route, i, cosine);
                }
            }
        }
        return best;
    }

    /** Examples of different routes that say nearly the same, one sentence each, for whoever wrote them. */
    public List<String> conflicts() {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            for (int j = i + 1; j < routes.size(); j++) {
                conflicts(routes.get(i), routes.get(j), found);
            }
        }
        return found;
    }

    private static void conflicts(Route a, Route b, List<String> found) {
        for (int i = 0; i < a.vectors().size(); i++) {
            for (int j = 0; j < b.vectors().size(); j++) {
                double cosine = cosine(a.vectors().get(i), b.vectors().get(j));
                if (cosine >= SAME) {
                    found.add(String.format(
                            Locale.ROOT,
                            "routes \"%s\" and \"%s\" both claim \"%s\"%s",
                            a.name(),
                            b.name(),
                            a.examples().get(i),
                            a.examples().get(i).equals(b.examples().get(j))
                                    ? ""
                                    : String.format(
                                            Locale.ROOT,
                                            " (similarity %.2f to \"%s\")",
                                            cosine,
                                            b.examples().get(j))));
                }
            }
        }
    }

    /** Four sums at a time, which the processor adds side by side. */
    private static double cosine(float[] a, float[] b) {
        float first = 0;
        float second = 0;
        float third = 0;
        float fourth = 0;
        int whole = a.length / 4 * 4;
        for (int i = 0; i < whole; i += 4) {
            first += a[i] * b[i];
            second += a[i + 1] * b[i + 1];
            third += a[i + 2] * b[i + 2];
            fourth += a[i + 3] * b[i + 3];
        }
        for (int i = whole; i < a.length; i++) {
            first += a[i] * b[i];
        }
        return (double) first + second + third + fourth;
    }
}
