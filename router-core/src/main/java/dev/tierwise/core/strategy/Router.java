package dev.tierwise.core.strategy;

import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.bundle.Scored;
import dev.tierwise.core.bundle.Scored.Timings;
import dev.tierwise.core.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;

/**
 * A bundle and the stages that turn its score into a choice. Thread-safe. Does not own the bundle.
 *
 * @param name what it is called in a request and in the log
 * @param stages run in order, each on what the one before left
 */
public record Router(String name, RouterBundle bundle, List<Stage> stages) {
    public Router {
        stages = List.copyOf(stages);
    }

    /** The usual router: strong where the win probability reaches {@code threshold}. */
    public static Router of(RouterBundle bundle, double threshold) {
        return new Router("default", bundle, List.of(ThresholdStage.of(threshold)));
    }

    /** The same bundle under other stages, for one request that asks for its own threshold. */
    public Router with(List<Stage> other) {
        return new Router(name, bundle, other);
    }

    /** Decides between the two tiers themselves, for programs that map a tier to a model on their own. */
    public Decision decide(Prompt prompt) {
        return decide(prompt, List.of(new Candidate("strong", "strong"), new Candidate("weak", "weak")));
    }

    /**
     * Decides among candidates.
     *
     * @param candidates not empty
     */
    public Decision decide(Prompt prompt, List<Candidate> candidates) {
        String text = bundle.routingText().of(prompt);
        Signals signals = Signals.NONE;
        Timings timings = Timings.NONE;
        if (!text.isBlank()) {
            Scored scored = bundle.score(text);
            signals = Signals.of(scored.winProbability());
            timings = scored.timings();
        }
        List<Candidate> ranked = candidates;
        List<String> reasons = new ArrayList<>(stages.size());
        for (Stage stage : stages) {
            Ranking ranking = stage.rank(prompt, ranked, signals);
            ranked = ranking.candidates();
            reasons.add(ranking.reason());
        }
        return new Decision(ranked, signals, String.join("; ", reasons), timings);
    }
}
