package dev.tierwise.eval.command;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.eval.pool.TierBundle;
import dev.tierwise.eval.scores.BundleScores;
import dev.tierwise.eval.scores.ScoreSource;
import java.util.List;

/**
 * The routers of one command; closes those that hold something.
 *
 * @param sources what scores prompts for two tiers
 * @param tiers what rates each of several
 */
record OpenRouters(List<ScoreSource> sources, List<TierBundle> tiers) implements AutoCloseable {
    /** Refuses routers among several tiers, for a command that knows two. */
    OpenRouters requirePairs() {
        if (!tiers.isEmpty()) {
            String name = tiers.getFirst().name();
            close();
            throw new BadInputException(name + " rates several tiers and has no threshold; use evaluate");
        }
        return this;
    }

    @Override
    public void close() {
        for (ScoreSource source : sources) {
            if (source instanceof BundleScores bundle) {
                bundle.close();
            }
        }
        tiers.forEach(tier -> tier.bundle().close());
    }
}
