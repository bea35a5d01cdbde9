package dev.tierwise.eval.command;

import dev.tierwise.eval.router.BundleScores;
import dev.tierwise.eval.router.ScoreSource;
import java.util.List;

/** The routers of one command; closes those that hold something. */
record OpenRouters(List<ScoreSource> sources) implements AutoCloseable {
    @Override
    public void close() {
        for (ScoreSource source : sources) {
            if (source instanceof BundleScores bundle) {
                bundle.close();
            }
        }
    }
}
