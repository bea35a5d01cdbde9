package dev.tierwise.training.adapt;

import dev.tierwise.core.data.Splits;
import dev.tierwise.eval.metrics.Bootstrap;
import dev.tierwise.eval.metrics.Curve;
import dev.tierwise.eval.metrics.Interval;
import dev.tierwise.eval.metrics.Ranked;
import dev.tierwise.training.head.Examples;
import dev.tierwise.training.head.Head;
import dev.tierwise.training.head.HeadFamily;
import dev.tierwise.training.head.Rows;
import dev.tierwise.training.head.Standardizer;
import dev.tierwise.training.measure.CrossValidation;
import dev.tierwise.training.rows.TrainingSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How many labels are enough: for each number of labels, drawn by seed from the prompts of a file, the APGR on all the
 * other prompts of the router adapted to them, of one trained on them from scratch, of the router as it was, and of prompt
 * length. The same prompt text is never both a label and a test.
 */
public final class AdaptCurve {
    private static final int ROUNDS = 1000;

    private final TrainingSet set;
    private final double[] priorScore;
    private final Adaptation adaptation;
    private final double[] lengths;
    private final Map<String, List<Integer>> copies;

    public AdaptCurve(TrainingSet set, double[] priorScore, Adaptation adaptation) {
        this.set = set;
        this.priorScore = priorScore;
        this.adaptation = adaptation;
        this.lengths = set.lengths();
        this.copies = IntStream.range(0, set.size())
                .boxed()
                .collect(Collectors.groupingBy(i -> Splits.normalised(set.prompt(i))));
    }

    /** Mean and standard deviation over draws. */
    public record Spread(double mean, double deviation) {
        public static Spread of(double[] values) {
            double mean = Arrays.stream(values).average().orElse(Double.NaN);
            double squares =
                    Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
            return new Spread(mean, Math.sqrt(squares / Math.max(1, values.length - 1)));
        }
    }

    /** One number of labels. */
    public record Point(int labels, int draws, Spread adapted, Spread scratch, Spread router, Spread length) {}

    /**
     * The router as it is beside length.
     *
     * @param interval of {@code router - length}, 95 %, paired bootstrap over prompts
     */
    public record ZeroShot(int rows, double router, double length, Interval interval) {}

    /** Measures without labels, on the rows that pass. */
    public ZeroShot zeroShot(IntPredicate kept, long seed) {
        int[] rows = IntStream.range(0, set.size()).filter(kept).toArray();
        Ranked router = Ranked.of(CrossValidation.pick(priorScore, rows));
        Ranked length = Ranked.of(CrossValidation.pick(lengths, rows));
        double[] strong = CrossValidation.pick(set.strong(), rows);
        double[] weak = CrossValidation.pick(set.weak(), rows);
        double[] weight = CrossValidation.pick(set.rows().weight(), rows);
        Bootstrap.Figures figures = drawn -> new double[] {
            Curve.of(router, strong, weak, drawn).apgr(),
            Curve.of(length, strong, weak, drawn).apgr()
        };
        double[] values = figures.of(weight);
        return new ZeroShot(
                rows.length,
                values[0],
                values[1],
                new Bootstrap(ROUNDS, seed)
                        .draw(set.promptNumbers(rows), weight, figures)
                        .difference(0, 1));
    }

    private record Draw(double adapted, double scratch, double router, double length) {}

    public Point at(int labels, int draws, long seed) {
        List<Draw> results = IntStream.range(0, draws)
                .parallel()
                .mapToObj(draw -> draw(labels, seed + 1000L * draw))
                .toList();
        return new Point(
                labels,
                draws,
                spread(results, Draw::adapted),
                spread(results, Draw::scratch),
                spread(results, Draw::router),
                spread(results, Draw::length));
    }

    private static Spread spread(List<Draw> draws, ToDoubleFunction<Draw> figure) {
        return Spread.of(draws.stream().mapToDouble(figure).toArray());
    }

    private Draw draw(int labels, long seed) {
        boolean[] labelled = choose(labels, seed);
        int[] test = IntStream.range(0, set.size()).filter(i -> !labelled[i]).toArray();
        IntPredicate learnt = i -> labelled[i] && hasLabel(i);
        int[] known = IntStream.range(0, set.size()).filter(learnt).toArray();
        Rows rows = set.rows().where(learnt);
        AdaptedScore adapted =
                adaptation.fit(rows.features(), CrossValidation.pick(priorScore, known), rows.gain(), rows.weight());
        Standardizer standardizer = Standardizer.fit(rows.features(), rows.weight());
        double[][] z = Arrays.stream(rows.features()).map(standardizer::apply).toArray(double[][]::new);
        Head scratch = HeadFamily.GAIN.trainer().fit(new Examples(z, rows.win(), rows.gain(), rows.weight()), seed);
        float[][] features = set.rows().features();
        return new Draw(
                apgr(test, i -> adapted.score(features[i], priorScore[i])),
                apgr(test, i -> scratch.score(standardizer.apply(features[i]))),
                apgr(test, i -> priorScore[i]),
                apgr(test, i -> lengths[i]));
    }

    /** Not a tie that the rule drops. */
    private boolean hasLabel(int row) {
        return !Double.isNaN(set.rows().win()[row]);
    }

    /** Rows with a label in an order of the seed, a prompt's copies with it, until there are enough. */
    private boolean[] choose(int labels, long seed) {
        int[] order = IntStream.range(0, set.size()).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        boolean[] chosen = new boolean[set.size()];
        int count = 0;
        for (int i = 0; i < order.length && count < labels; i++) {
            if (!chosen[order[i]] && hasLabel(order[i])) {
                for (int copy : copies.getOrDefault(Splits.normalised(set.prompt(order[i])), List.of())) {
                    chosen[copy] = true;
                    count += hasLabel(copy) ? 1 : 0;
                }
            }
        }
        return chosen;
    }

    private double apgr(int[] rows, IntToDoubleFunction score) {
        return Curve.of(
                        IntStream.of(rows).mapToDouble(score).toArray(),
                        CrossValidation.pick(set.strong(), rows),
                        CrossValidation.pick(set.weak(), rows),
                        CrossValidation.pick(set.rows().weight(), rows))
                .apgr();
    }
}
