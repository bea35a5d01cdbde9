package dev.tierwise.eval.calibrate;

import dev.tierwise.eval.calibrate.Effect.Aspect;
import dev.tierwise.eval.calibrate.Goal.MaxLoss;
import dev.tierwise.eval.calibrate.Goal.Quality;
import dev.tierwise.eval.calibrate.Goal.StrongShare;
import dev.tierwise.eval.rows.EvalSet;
import dev.tierwise.eval.scores.RouterScores;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How far a choice is to be trusted: chosen on one random half of the rows, measured on the other, many times.
 *
 * @param measured the share, the kept quality or the loss on the other half, one per round
 * @param violations part of the rounds in which the goal was missed there; NaN for a share, which is met on average only
 */
public record HalvesCheck(Goal goal, Summary measured, double violations) {
    /** Mean and standard deviation over the rounds. */
    public record Summary(int rounds, double mean, double spread) {
        static Summary of(double[] values) {
            double mean = Arrays.stream(values).average().orElse(Double.NaN);
            double square =
                    Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
            return new Summary(values.length, mean, Math.sqrt(square / (values.length - 1)));
        }
    }

    /**
     * Runs the check.
     *
     * @param rounds at least 2
     */
    public static HalvesCheck run(EvalSet set, RouterScores router, Goal goal, int rounds, long seed) {
        SplittableRandom root = new SplittableRandom(seed);
        SplittableRandom[] randoms = Stream.generate(root::split).limit(rounds).toArray(SplittableRandom[]::new);
        double[] measured = IntStream.range(0, rounds)
                .parallel()
                .mapToDouble(round -> onTheOtherHalf(set, router, goal, randoms[round]))
                .toArray();
        return new HalvesCheck(
                goal,
                Summary.of(measured),
                switch (goal) {
                    case StrongShare share -> Double.NaN;
                    case Quality quality ->
                        Arrays.stream(measured).filter(q -> q < quality.part()).count() / (double) rounds;
                    case MaxLoss loss ->
                        Arrays.stream(measured).filter(l -> l > loss.bound()).count() / (double) rounds;
                });
    }

    private static double onTheOtherHalf(EvalSet set, RouterScores router, Goal goal, SplittableRandom random) {
        int[] rows = IntStream.range(0, set.rows()).toArray();
        for (int i = rows.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int row = rows[i];
            rows[i] = rows[j];
            rows[j] = row;
        }
        int[] first = Arrays.copyOf(rows, rows.length / 2);
        int[] second = Arrays.copyOfRange(rows, rows.length / 2, rows.length);
        double threshold = Chooser.threshold(set.pick(first), router.pick(first), goal);
        EvalSet other = set.pick(second);
        Effect effect = new Effect(other, router.pick(second), threshold, other.weight());
        return effect.of(
                switch (goal) {
                    case StrongShare share -> Aspect.SHARE;
                    case Quality quality -> Aspect.KEPT_QUALITY;
                    case MaxLoss loss -> Aspect.LOSS;
                });
    }
}
