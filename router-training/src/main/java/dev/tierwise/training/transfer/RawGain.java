package dev.tierwise.training.transfer;

import dev.tierwise.training.head.Examples;
import dev.tierwise.training.head.Head;
import dev.tierwise.training.head.HeadFamily;
import dev.tierwise.training.head.Standardizer;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * What routers are usually trained on, as the prior's rivals: in every other source, whether the best third of the models
 * beats the worst third, from the embedding alone.
 */
final class RawGain {
    private final float[][] rows;
    private final double[] gain;
    private final int dimension;

    RawGain(List<DifficultySource> sources, int dimension) {
        this.dimension = dimension;
        rows = sources.stream()
                .flatMap(source -> Arrays.stream(source.widestPair().rows()).mapToObj(i -> source.features()[i]))
                .map(row -> Arrays.copyOf(row, dimension))
                .toArray(float[][]::new);
        gain = sources.stream()
                .flatMapToDouble(source -> DoubleStream.of(source.widestPair().gain()))
                .toArray();
    }

    /** Mean gain of the nearest prompts. */
    ToDoubleFunction<float[]> neighbours() {
        return new Neighbours(rows, gain, dimension)::score;
    }

    /** Logistic regression on whether strong wins. */
    ToDoubleFunction<float[]> logistic(long seed) {
        double[] ones = new double[rows.length];
        Arrays.fill(ones, 1);
        Standardizer standardizer = Standardizer.fit(rows, ones);
        double[][] z = Arrays.stream(rows).map(standardizer::apply).toArray(double[][]::new);
        double[] win = DoubleStream.of(gain).map(g -> g > 0 ? 1 : 0).toArray();
        Head head = HeadFamily.LOGISTIC.trainer().fit(new Examples(z, win, gain, ones), seed);
        return features -> head.score(standardizer.apply(Arrays.copyOf(features, dimension)));
    }
}
