package dev.tierwise.eval.pool;

import dev.tierwise.core.bundle.Manifest.Tier;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Progress;
import dev.tierwise.core.prompt.Prompt;
import java.util.List;
import java.util.stream.IntStream;

/** A bundle that rates tiers, as a router to evaluate. Does not own the bundle. */
public record TierBundle(String name, RouterBundle bundle) {
    /** The columns its tiers were trained on, cheapest first; none where a tier is made of several. */
    public List<String> models() {
        List<Tier> tiers = bundle.manifest().tiers();
        return tiers.stream().allMatch(tier -> tier.models().size() == 1)
                ? tiers.stream().map(tier -> tier.models().getFirst()).toList()
                : List.of();
    }

    /** Whether it was fitted to a file with this SHA-256. */
    public boolean wasTrainedOn(String sha256) {
        return bundle.manifest().training().includes(sha256);
    }

    /** Rates every row, on all cores. */
    public TierPredictions over(ModelPool pool) {
        int[] tiers = pool.models().stream().mapToInt(models()::indexOf).toArray();
        if (IntStream.of(tiers).anyMatch(tier -> tier < 0)) {
            throw new BadInputException(name + " rates " + String.join(", ", models()) + ", the prices are of "
                    + String.join(", ", pool.models()) + "; price the tiers of the bundle alone");
        }
        double[][] quality = new double[tiers.length][pool.rows()];
        List<String> prompts = pool.prompts();
        try (Progress progress = Progress.start("rating " + pool.file() + " with " + name, pool.rows())) {
            IntStream.range(0, pool.rows()).parallel().forEach(row -> {
                String text = bundle.routingText().of(Prompt.of(prompts.get(row)));
                List<Double> rated = bundle.rateTiers(text).quality();
                for (int model = 0; model < tiers.length; model++) {
                    quality[model][row] = rated.get(tiers[model]);
                }
                progress.tick();
            });
        }
        return new TierPredictions(name, quality);
    }
}
