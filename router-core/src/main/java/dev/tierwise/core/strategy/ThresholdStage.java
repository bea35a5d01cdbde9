package dev.tierwise.core.strategy;

import dev.tierwise.core.prompt.Prompt;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * RouteLLM's rule: the strong tier first where the win probability reaches the threshold, else the weak one. The other
 * tier stays behind as what to fall back on.
 *
 * @param threshold in 0..1; 0 sends all to strong, 1 all but certain wins to weak
 * @param strong tier of the strong candidates
 * @param weak tier of the weak candidates
 * @param unscored tier for a request without text to score
 */
public record ThresholdStage(double threshold, String strong, String weak, String unscored) implements Stage {
    public ThresholdStage {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("threshold " + threshold + " is not in [0,1]");
        }
    }

    /** The two usual tiers; what cannot be scored goes to the strong one, which errs on the side of quality. */
    public static ThresholdStage of(double threshold) {
        return new ThresholdStage(threshold, "strong", "weak", "strong");
    }

    @Override
    public Ranking rank(Prompt prompt, List<Candidate> candidates, Signals signals) {
        if (signals.winProbability().isEmpty()) {
            return new Ranking(first(unscored, candidates), "no text to score, so " + unscored);
        }
        double win = signals.winProbability().getAsDouble();
        boolean strongWins = win >= threshold;
        String reason = String.format(
                Locale.ROOT, "win probability %.4f %s threshold %.4f", win, strongWins ? ">=" : "<", threshold);
        return new Ranking(first(strongWins ? strong : weak, candidates), reason);
    }

    private static List<Candidate> first(String tier, List<Candidate> candidates) {
        return Stream.concat(
                        candidates.stream().filter(c -> c.tier().equals(tier)),
                        candidates.stream().filter(c -> !c.tier().equals(tier)))
                .toList();
    }
}
