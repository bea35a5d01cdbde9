package dev.tierwise.core.strategy.rank;

import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Ranker;
import dev.tierwise.core.strategy.Ranking;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Signals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A choice among any number of tiers by the quality the bundle predicts for each. A request without text to rate goes to
 * the last tier, which errs on the side of quality. Candidates that play no tier stay behind the others.
 *
 * @param models ids of the models that play the bundle's tiers, in its order
 * @param rule which of them is best
 */
public record Tiers(List<String> models, Rule rule, Map<String, ModelEntry> catalogue) implements Ranker {
    private static final double PER = 1_000;

    /** Which tier is best, by quality and price. */
    public sealed interface Rule {
        /**
         * The cheapest tier that suffices; where none does, the best one.
         *
         * @param quality in 0..1, from which on a tier suffices
         */
        record Floor(double quality) implements Rule {
            public Floor {
                if (!(quality >= 0 && quality <= 1)) {
                    throw new IllegalArgumentException("floor " + quality + " is not in [0,1]");
                }
            }
        }

        /**
         * The tier with the highest {@code quality - lambda * dollars}: routing as utility, as in RouterBench (arXiv
         * 2403.12031).
         *
         * @param lambda quality worth giving up to save a dollar per 1,000 requests, 0 or more
         */
        record Trade(double lambda) implements Rule {
            public Trade {
                if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException("lambda " + lambda + " is not 0 or more");
                }
            }
        }
    }

    public Tiers {
        models = List.copyOf(models);
        catalogue = Map.copyOf(catalogue);
    }

    /** @param dollars per 1,000 requests like this one, NaN where the price is unknown */
    private record Rated(Candidate candidate, double quality, double dollars) {
        Map<String, Object> shown() {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("quality", quality);
            if (!Double.isNaN(dollars)) {
                shown.put("dollars_per_1000", dollars);
            }
            return shown;
        }
    }

    @Override
    public String name() {
        return "tiers";
    }

    @Override
    public Ranking rank(RequestFacts facts, List<Candidate> candidates, Signals signals) {
        Optional<List<Double>> quality = signals.tierQuality();
        if (quality.isEmpty()) {
            return Ranking.of(
                    Ranking.first(models.reversed(), candidates), "no text to rate, so the dearest tier", Map.of());
        }
        List<Rated> rated = rated(facts, candidates, quality.get());
        if (rated.isEmpty()) {
            return Ranking.of(candidates, "no tier of the bundle may answer", Map.of());
        }
        List<Rated> ordered = rated.stream().sorted(order(rated)).toList();
        Map<String, Object> looked = new LinkedHashMap<>();
        rated.forEach(one -> looked.put(one.candidate().model(), one.shown()));
        return Ranking.of(
                Ranking.first(
                        ordered.stream().map(one -> one.candidate().model()).toList(), candidates),
                reason(ordered.getFirst()),
                looked);
    }

    private List<Rated> rated(RequestFacts facts, List<Candidate> candidates, List<Double> quality) {
        List<Rated> rated = new ArrayList<>(models.size());
        for (int tier = 0; tier < models.size(); tier++) {
            String model = models.get(tier);
            ModelEntry entry = ModelEntry.in(catalogue, model);
            double predicted = quality.get(tier);
            candidates.stream()
                    .filter(candidate -> candidate.model().equals(model))
                    .findFirst()
                    .ifPresent(candidate ->
                            rated.add(new Rated(candidate, predicted, PER * facts.expectedDollars(entry))));
        }
        return rated;
    }

    /** The best first; equals stay in the bundle's order, which is from cheap to dear. */
    private Comparator<Rated> order(List<Rated> rated) {
        return switch (rule) {
            case Rule.Floor(double floor) -> {
                boolean priced = rated.stream().noneMatch(one -> Double.isNaN(one.dollars()));
                yield Comparator.comparing((Rated one) -> one.quality() < floor)
                        .thenComparingDouble(
                                one -> one.quality() < floor ? -one.quality() : priced ? one.dollars() : 0);
            }
            case Rule.Trade(double lambda) ->
                Comparator.comparingDouble((Rated one) -> one.quality() - lambda * one.dollars())
                        .reversed();
        };
    }

    private String reason(Rated best) {
        return switch (rule) {
            case Rule.Floor(double floor) ->
                String.format(
                        Locale.ROOT,
                        best.quality() < floor
                                ? "no tier reaches quality %2$.4f, %1$s comes nearest with %3$.4f"
                                : "%1$s is the cheapest tier with quality >= %2$.4f: %3$.4f",
                        best.candidate().model(),
                        floor,
                        best.quality());
            case Rule.Trade(double lambda) ->
                String.format(
                        Locale.ROOT,
                        "%s is worth most, quality %.4f at $%.4f per 1,000 and lambda %s",
                        best.candidate().model(),
                        best.quality(),
                        best.dollars(),
                        lambda);
        };
    }
}
