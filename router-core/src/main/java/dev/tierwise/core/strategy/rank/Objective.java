package dev.tierwise.core.strategy.rank;

import dev.tierwise.core.catalog.ModelEntry;
import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Live.Speed;
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
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * A weighted choice between cost, quality and latency. Each is brought to 0..1 over the candidates, 1 being the best of
 * them; the sum of weight times value is a candidate's worth. An unknown price counts as the dearest, an unknown speed as
 * the fastest (who is never asked stays unknown), an unknown quality as .5. Quality is what the bundle predicts for the
 * two tiers where it scores (1 for strong, the probability that weak suffices for weak), the catalogue's figure else.
 *
 * @param cost weight of the expected price of the call
 * @param quality weight of the quality
 * @param latency weight of the time to the whole answer, from the models' live speed
 */
public record Objective(double cost, double quality, double latency, Map<String, ModelEntry> catalogue)
        implements Ranker {
    private static final double UNKNOWN_QUALITY = 0.5;

    public Objective {
        if (!(cost >= 0 && quality >= 0 && latency >= 0 && cost + quality + latency > 0)) {
            throw new IllegalArgumentException("weights " + cost + ", " + quality + ", " + latency
                    + " must not be negative, and one must be above 0");
        }
        catalogue = Map.copyOf(catalogue);
    }

    private record Worth(Candidate candidate, double value, Map<String, Object> shown) {}

    @Override
    public String name() {
        return "objective";
    }

    @Override
    public Ranking rank(RequestFacts facts, List<Candidate> candidates, Signals signals) {
        Optional<Candidate> probe = latency > 0
                ? candidates.stream()
                        .filter(c -> signals.live()
                                .speed(c.model())
                                .map(Speed::probe)
                                .orElse(false))
                        .findFirst()
                : Optional.empty();
        List<Worth> worth = worth(facts, candidates, signals);
        List<Candidate> ordered = worth.stream()
                .sorted(Comparator.comparingDouble(Worth::value).reversed())
                .map(Worth::candidate)
                .toList();
        Map<String, Object> looked = new LinkedHashMap<>();
        worth.forEach(one -> looked.put(one.candidate().model(), one.shown()));
        if (probe.isPresent()) {
            return Ranking.of(
                    Ranking.first(List.of(probe.get().model()), ordered),
                    probe.get().model() + " has not been measured for a while, this request does it",
                    looked);
        }
        Worth best =
                worth.stream().max(Comparator.comparingDouble(Worth::value)).orElseThrow();
        return Ranking.of(
                ordered,
                String.format(
                        Locale.ROOT,
                        "%s is worth most, %.4f",
                        ordered.getFirst().model(),
                        best.value()),
                looked);
    }

    private List<Worth> worth(RequestFacts facts, List<Candidate> candidates, Signals signals) {
        double[] dollars = of(candidates, c -> facts.expectedDollars(entry(c)));
        double[] seconds = of(
                candidates,
                c -> signals.live()
                        .speed(c.model())
                        .map(speed -> speed.seconds(facts.expectedOutput()))
                        .orElse(Double.NaN));
        double[] qualities = quality > 0 ? of(candidates, c -> quality(c, signals)) : new double[candidates.size()];
        double dearest = max(dollars);
        double slowest = max(seconds);
        List<Worth> worth = new ArrayList<>(candidates.size());
        for (int i = 0; i < candidates.size(); i++) {
            double value = cost * saved(dollars[i], dearest, 0)
                    + latency * saved(seconds[i], slowest, 1)
                    + quality * qualities[i];
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("worth", value);
            put(shown, "dollars", dollars[i]);
            put(shown, "seconds", seconds[i]);
            if (quality > 0) {
                shown.put("quality", qualities[i]);
            }
            worth.add(new Worth(candidates.get(i), value, shown));
        }
        return worth;
    }

    private static double[] of(List<Candidate> candidates, ToDoubleFunction<Candidate> figure) {
        return candidates.stream().mapToDouble(figure).toArray();
    }

    private static double max(double[] values) {
        return java.util.Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(0);
    }

    private static double saved(double value, double worst, double unknown) {
        if (Double.isNaN(value)) {
            return unknown;
        }
        return worst > 0 ? 1 - value / worst : 0;
    }

    private static void put(Map<String, Object> shown, String name, double value) {
        if (!Double.isNaN(value)) {
            shown.put(name, value);
        }
    }

    private double quality(Candidate candidate, Signals signals) {
        if (candidate.isStrong() || candidate.isWeak()) {
            OptionalDouble win = signals.winProbability();
            if (win.isPresent()) {
                return candidate.isStrong() ? 1 : 1 - win.getAsDouble();
            }
        }
        Double known = entry(candidate).quality();
        return known == null ? UNKNOWN_QUALITY : known;
    }

    private ModelEntry entry(Candidate candidate) {
        return ModelEntry.in(catalogue, candidate.model());
    }
}
