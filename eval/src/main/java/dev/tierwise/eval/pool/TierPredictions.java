package dev.tierwise.eval.pool;

/** A router among many models, as the quality it predicts for each on each row of a pool. */
public final class TierPredictions {
    private final String name;
    private final double[][] quality;

    /**
     * Predictions of known values.
     *
     * @param name in tables
     * @param quality by model in the pool's order, then by row; shared, not copied
     */
    public TierPredictions(String name, double[][] quality) {
        this.name = name;
        this.quality = quality;
    }

    /** What it chooses at each price of quality, each model at what it can be expected to cost on the row. */
    Policy over(ModelPool pool) {
        return Policy.sweep(name, pool, new Policy.Prediction() {
            @Override
            public double quality(int model, int row) {
                return quality[model][row];
            }

            @Override
            public double cost(int model, int row) {
                return pool.expectedCost(model, row);
            }
        });
    }
}
