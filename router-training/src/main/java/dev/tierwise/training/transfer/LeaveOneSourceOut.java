package dev.tierwise.training.transfer;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Every source scored by routers that were fitted without it and without tests of its kind: the difficulty prior, prompt
 * length, and on the embedding the nearest neighbours and logistic regression trained on the raw gain.
 */
public final class LeaveOneSourceOut {
    private LeaveOneSourceOut() {}

    /**
     * Mean APGR over the pairs of a source.
     *
     * @param pairs how many pairs of tiers
     */
    public record Row(
            String source, int rows, int pairs, double prior, double length, double neighbours, double logistic) {}

    /** One row per source that has pairs, in order. */
    public static List<Row> run(List<DifficultySource> sources, int dimension, int lengthFeature, long seed) {
        List<HeldOut> heldOut = HeldOut.all(sources, lengthFeature);
        return IntStream.range(0, sources.size())
                .filter(i -> !heldOut.get(i).pairs().isEmpty())
                .mapToObj(i -> row(heldOut.get(i), sources.get(i), others(sources, i), dimension, seed))
                .toList();
    }

    private static List<DifficultySource> others(List<DifficultySource> sources, int left) {
        String family = sources.get(left).family();
        return sources.stream()
                .filter(source -> !source.family().equals(family))
                .toList();
    }

    private static Row row(
            HeldOut held, DifficultySource source, List<DifficultySource> others, int dimension, long seed) {
        RawGain raw = new RawGain(others, dimension);
        return new Row(
                held.name(),
                held.rows(),
                held.pairs().size(),
                held.apgr(),
                held.lengthApgr(),
                held.meanApgr(scores(source, raw.neighbours())),
                held.meanApgr(scores(source, raw.logistic(seed))));
    }

    private static double[] scores(DifficultySource source, ToDoubleFunction<float[]> router) {
        return Arrays.stream(source.features()).parallel().mapToDouble(router).toArray();
    }
}
