package dev.tierwise.core.strategy;

import java.util.List;

/** From a bound on what routing may lose to a threshold, without data: by the bundle's own calibrated scores. */
public final class QualityFloor {
    private QualityFloor() {}

    /**
     * The highest threshold at which at least {@code floor} of all requests are expected to get an answer no worse than
     * the strong tier's. A request sent to weak is worse with its win probability, so that the expected loss of a
     * threshold is the mean win probability below it, over all requests. A floor of 1 is meant of every prompt, not only of
     * the calibration rows: all go to strong.
     *
     * @param quantiles ascending quantiles of the win probability on calibration rows
     * @param floor in 0..1
     */
    public static double threshold(List<Float> quantiles, double floor) {
        if (!(floor >= 0 && floor <= 1)) {
            throw new IllegalArgumentException("quality floor " + floor + " is not in [0,1]");
        }
        if (floor == 1) {
            return 0;
        }
        double allowed = (1 - floor) * quantiles.size();
        double lost = 0;
        for (float win : quantiles) {
            lost += win;
            if (lost > allowed) {
                return win;
            }
        }
        return 1;
    }
}
