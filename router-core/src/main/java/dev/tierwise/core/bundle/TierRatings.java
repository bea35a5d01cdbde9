package dev.tierwise.core.bundle;

import dev.tierwise.core.bundle.Scored.Timings;
import java.util.List;

/**
 * What each tier's answer is predicted to be worth, and what predicting it took. Immutable.
 *
 * @param quality one per tier in the manifest's order, in 0..1
 */
public record TierRatings(List<Double> quality, Timings timings) {
    public TierRatings {
        quality = List.copyOf(quality);
    }
}
