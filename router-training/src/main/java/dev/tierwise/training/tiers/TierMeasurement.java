package dev.tierwise.training.tiers;

import dev.tierwise.core.bundle.Manifest.Figure;
import dev.tierwise.core.bundle.Manifest.Measured;
import dev.tierwise.eval.metrics.Bootstrap;
import dev.tierwise.eval.metrics.CalibrationError;
import dev.tierwise.eval.pool.ModelPool;
import dev.tierwise.eval.pool.PoolEvaluation;
import dev.tierwise.eval.pool.PoolResult.PoolRouter;
import dev.tierwise.eval.pool.TierPredictions;
import dev.tierwise.training.measure.Measurement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of ratings for rows that were kept apart, as {@code evaluate} computes them. */
public final class TierMeasurement {
    private static final int ROUNDS = 1000;
    private static final String NAME = "tiers";
    /** Before a tier's name. */
    public static final String ECE = "ece ";

    private TierMeasurement() {}

    /** @param quality by tier, then by row */
    public static Measured of(ModelPool pool, String split, double[][] quality, long seed) {
        List<PoolRouter> routers = new PoolEvaluation(new Bootstrap(ROUNDS, seed))
                .evaluate(pool, List.of(new TierPredictions(NAME, quality)))
                .routers();
        PoolRouter mixtures = routers.get(0);
        PoolRouter single = routers.get(1);
        PoolRouter router = routers.get(2);
        Map<String, Figure> figures = new LinkedHashMap<>();
        figures.put("aiq", Measurement.figure(router.aiq(), router.interval()));
        figures.put("aiq_mixtures", Measurement.figure(mixtures.aiq(), mixtures.interval()));
        figures.put("aiq_minus_mixtures", Measurement.figure(router.gain(), router.overMixtures()));
        figures.put("aiq_best_single", Measurement.figure(single.aiq(), single.interval()));
        figures.put("aiq_minus_best_single", Measurement.figure(router.gainOverSingle(), router.overSingle()));
        for (int tier = 0; tier < quality.length; tier++) {
            String name = pool.models().get(tier);
            figures.put(ECE + name, new Figure(ece(pool, quality[tier], tier), null, null));
            figures.put(Measurement.ECE_NULL95 + " " + name, Measurement.eceNull95(quality[tier], pool.weight(), seed));
        }
        figures.values().removeIf(figure -> Double.isNaN(figure.value()));
        return new Measured(pool.file(), split, pool.rows(), figures);
    }

    private static double ece(ModelPool pool, double[] predicted, int tier) {
        double[] quality = new double[predicted.length];
        for (int row = 0; row < quality.length; row++) {
            quality[row] = pool.quality(tier, row);
        }
        return CalibrationError.ece(predicted, quality, pool.weight(), CalibrationError.BINS);
    }
}
