package dev.tierwise.core.strategy;

import dev.tierwise.core.io.Decimals;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * RouteLLM's rule: the strong tier first where the win probability reaches the threshold, else the weak one. The other
 * tier stays behind as what to fall back on.
 *
 * @param threshold in 0..1; 0 sends all to strong, 1 all but certain wins to weak
 * @param timetable thresholds of some hours, in place of it; the first that holds counts
 * @param unscored tier for a request without text to score
 * @param others thresholds whose choice the explanation shows, too
 */
public record Classifier(double threshold, List<Timed> timetable, String unscored, List<Other> others)
        implements Ranker {
    /** A threshold in force at some hours. */
    public record Timed(Hours hours, double threshold) {
        public Timed {
            requireFraction(threshold);
        }
    }

    /**
     * A threshold that is not in force.
     *
     * @param strongShare the share of calibration rows it sent to strong
     */
    public record Other(double strongShare, double threshold) {}

    public Classifier {
        requireFraction(threshold);
        timetable = List.copyOf(timetable);
        others = List.copyOf(others);
    }

    /** The two usual tiers; what cannot be scored goes to the strong one, which errs on the side of quality. */
    public static Classifier of(double threshold) {
        return new Classifier(threshold, List.of(), Candidate.STRONG, List.of());
    }

    /** The same rule at another threshold, at all hours. */
    public Classifier at(double other) {
        return new Classifier(other, List.of(), unscored, others);
    }

    /** The threshold in force for a request. */
    public double thresholdFor(RequestFacts facts) {
        for (Timed timed : timetable) {
            if (timed.hours().contains(facts.time())) {
                return timed.threshold();
            }
        }
        return threshold;
    }

    @Override
    public String name() {
        return "classifier";
    }

    @Override
    public Ranking rank(RequestFacts facts, List<Candidate> candidates, Signals signals) {
        OptionalDouble measured = signals.winProbability();
        if (measured.isEmpty()) {
            return Ranking.of(first(unscored, candidates), "no text to score, so " + unscored, Map.of());
        }
        double win = measured.getAsDouble();
        double at = thresholdFor(facts);
        boolean strongWins = win >= at;
        String reason = "win probability " + Decimals.of(win, 4) + (strongWins ? " >=" : " <") + " threshold "
                + Decimals.of(at, 4);
        Map<String, Object> looked = new LinkedHashMap<>();
        looked.put("win_probability", win);
        looked.put("threshold", at);
        if (!others.isEmpty()) {
            looked.put("other_thresholds", new Elsewhere(win));
        }
        return Ranking.of(first(tier(strongWins), candidates), reason, looked);
    }

    /** What the other thresholds would have done: worked out where it is read, not on the way of the request. */
    private final class Elsewhere extends AbstractList<Map<String, Object>> {
        private final double win;

        Elsewhere(double win) {
            this.win = win;
        }

        @Override
        public Map<String, Object> get(int index) {
            Other other = others.get(index);
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("strong_share", other.strongShare());
            shown.put("threshold", other.threshold());
            shown.put("tier", tier(win >= other.threshold()));
            return shown;
        }

        @Override
        public int size() {
            return others.size();
        }
    }

    private static String tier(boolean strongWins) {
        return strongWins ? Candidate.STRONG : Candidate.WEAK;
    }

    private static List<Candidate> first(String tier, List<Candidate> candidates) {
        List<Candidate> ordered = new ArrayList<>(candidates.size());
        List<Candidate> behind = new ArrayList<>();
        for (Candidate candidate : candidates) {
            (candidate.tier().equals(tier) ? ordered : behind).add(candidate);
        }
        ordered.addAll(behind);
        return ordered;
    }

    private static void requireFraction(double threshold) {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("threshold " + threshold + " is not in [0,1]");
        }
    }
}
