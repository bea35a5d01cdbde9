package dev.tierwise.eval.metrics;

import dev.tierwise.core.data.Splits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The paired bootstrap over prompts (Efron 1979; Field and Welsh 2007 for rows that come in clusters): every round draws as
 * many prompts as there are, with replacement, each with all of its rows, since two answers to one prompt say less than
 * answers to two. All figures of all routers see the same draw, so that the draws of a difference are the differences of
 * the draws. A draw is a vector of weights, never a copy of rows: nothing is sorted again. The result depends on the seed
 * alone, not on how many threads there were.
 *
 * @param rounds how many draws, at least 1
 * @param seed of the draws
 */
public record Bootstrap(int rounds, long seed) {
    public Bootstrap {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds is " + rounds + ", it must be at least 1");
        }
    }

    /** Some figures of weighted rows. Called from several threads at once. */
    @FunctionalInterface
    public interface Figures {
        /**
         * Computes the figures.
         *
         * @param weight one weight per row, 0 where the row was not drawn; the callee may keep but not change it
         * @return always the same number of figures in the same order, NaN where one has no meaning
         */
        double[] of(double[] weight);
    }

    /**
     * Draws and computes on all cores.
     *
     * @param prompt a number for each row, equal for rows of one prompt, such as {@link Splits#numbers} gives
     * @param weight how many rows each row stands for
     */
    public Draws draw(int[] prompt, double[] weight, Figures figures) {
        int[][] rowsOf = rowsByPrompt(prompt);
        SplittableRandom root = new SplittableRandom(seed);
        SplittableRandom[] randoms = Stream.generate(root::split).limit(rounds).toArray(SplittableRandom[]::new);
        double[][] byRound = IntStream.range(0, rounds)
                .parallel()
                .mapToObj(round -> figures.of(resample(rowsOf, weight, randoms[round])))
                .toArray(double[][]::new);
        return new Draws(byRound);
    }

    private static int[][] rowsByPrompt(int[] prompt) {
        Map<Integer, List<Integer>> rows = new LinkedHashMap<>();
        for (int row = 0; row < prompt.length; row++) {
            rows.computeIfAbsent(prompt[row], _ -> new ArrayList<>(1)).add(row);
        }
        return rows.values().stream()
                .map(of -> of.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    private static double[] resample(int[][] rowsOf, double[] weight, SplittableRandom random) {
        double[] drawn = new double[weight.length];
        for (int i = 0; i < rowsOf.length; i++) {
            for (int row : rowsOf[random.nextInt(rowsOf.length)]) {
                drawn[row] += weight[row];
            }
        }
        return drawn;
    }

    /** What the rounds gave. Immutable. */
    public static final class Draws {
        private final double[][] byRound;

        Draws(double[][] byRound) {
            this.byRound = byRound;
        }

        /** The 95 % interval of one figure. */
        public Interval interval(int figure) {
            return Interval.of(of(figure), Interval.LEVEL);
        }

        /** The 95 % interval of the difference between two figures of the same rounds, {@code a - b}. */
        public Interval difference(int a, int b) {
            double[] differences = new double[byRound.length];
            for (int round = 0; round < byRound.length; round++) {
                differences[round] = byRound[round][a] - byRound[round][b];
            }
            return Interval.of(differences, Interval.LEVEL);
        }

        /** One figure, a value per round. */
        public double[] of(int figure) {
            double[] values = new double[byRound.length];
            for (int round = 0; round < byRound.length; round++) {
                values[round] = byRound[round][figure];
            }
            return values;
        }
    }
}
