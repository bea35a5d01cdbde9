package dev.tierwise.eval.command;

import dev.tierwise.eval.pool.ModelPool;
import dev.tierwise.eval.pool.ModelScores;
import dev.tierwise.eval.pool.TierBundle;
import dev.tierwise.eval.pool.TierPredictions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Stream;

/**
 * The routers of one command that choose among many models.
 *
 * @param scores files of predicted qualities
 * @param bundles bundles that rate each of several tiers
 */
record Choosers(List<ModelScores> scores, List<TierBundle> bundles) {
    SequencedSet<String> names() {
        SequencedSet<String> names = new LinkedHashSet<>();
        scores.forEach(file -> names.add(file.name()));
        bundles.forEach(bundle -> names.add(bundle.name()));
        return names;
    }

    /** What each of them predicts for the rows of a pool. */
    List<TierPredictions> over(ModelPool pool) {
        return Stream.concat(
                        scores.stream().map(file -> file.over(pool)),
                        bundles.stream().map(bundle -> bundle.over(pool)))
                .toList();
    }
}
