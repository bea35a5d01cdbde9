package dev.tierwise.eval.rows;

import dev.tierwise.eval.metrics.Columns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Labelled rows of one file, column by column. Arrays are handed out without a copy and must not be changed; nothing here
 * changes them.
 */
public final class EvalSet {
    private final String name;
    private final String counts;
    private final List<String> ids;
    private final List<String> prompts;
    private final List<@Nullable String> categories;
    private final double[] strong;
    private final double[] weak;
    private final double[] win;
    private final int[] promptNumbers;
    private final double[] weight;
    private final @Nullable Costs costs;

    EvalSet(
            String name,
            String counts,
            List<String> ids,
            List<String> prompts,
            List<@Nullable String> categories,
            double[] strong,
            double[] weak,
            double[] win,
            int[] promptNumbers,
            double[] weight,
            @Nullable Costs costs) {
        this.name = name;
        this.counts = counts;
        this.ids = ids;
        this.prompts = prompts;
        this.categories = categories;
        this.strong = strong;
        this.weak = weak;
        this.win = win;
        this.promptNumbers = promptNumbers;
        this.weight = weight;
        this.costs = costs;
    }

    /** The file's name. */
    public String name() {
        return name;
    }

    /** What became of the file's rows, in words. */
    public String counts() {
        return counts;
    }

    public int rows() {
        return ids.size();
    }

    public List<String> ids() {
        return ids;
    }

    public List<String> prompts() {
        return prompts;
    }

    /** One per row, null where the row has none. */
    public List<@Nullable String> categories() {
        return categories;
    }

    /** Whether any row has a category. */
    public boolean hasCategories() {
        return categories.stream().anyMatch(c -> c != null);
    }

    /** Quality of the strong tier's answer, in the file's unit. */
    public double[] strong() {
        return strong;
    }

    /** Quality of the weak tier's answer. */
    public double[] weak() {
        return weak;
    }

    /** Probability that strong wins, under the tie rule; NaN where the rule drops the row. */
    public double[] win() {
        return win;
    }

    /** A number for each row, equal for rows of one prompt. */
    public int[] promptNumbers() {
        return promptNumbers;
    }

    /** How many rows each row stands for. */
    public double[] weight() {
        return weight;
    }

    /** What the answers cost; null where no price is known. */
    public @Nullable Costs costs() {
        return costs;
    }

    /** What the strong tier adds, per row. */
    public double[] gain() {
        return IntStream.range(0, rows()).mapToDouble(i -> strong[i] - weak[i]).toArray();
    }

    /** Some of the rows, in the given order. */
    public EvalSet pick(int[] rows) {
        return new EvalSet(
                name,
                counts,
                list(ids, rows),
                list(prompts, rows),
                list(categories, rows),
                Columns.pick(strong, rows),
                Columns.pick(weak, rows),
                Columns.pick(win, rows),
                IntStream.of(rows).map(row -> promptNumbers[row]).toArray(),
                Columns.pick(weight, rows),
                costs == null
                        ? null
                        : new Costs(
                                Columns.pick(costs.strong(), rows), Columns.pick(costs.weak(), rows), costs.basis()));
    }

    /**
     * The same prompts with the outcomes of other rows: a control on which no router can be better than chance. Prompts,
     * categories and costs stay; qualities and wins move together.
     */
    public EvalSet withShuffledOutcomes(long seed) {
        int[] from = shuffled(rows(), seed);
        return new EvalSet(
                name,
                counts + "; outcomes shuffled between rows",
                ids,
                prompts,
                categories,
                Columns.pick(strong, from),
                Columns.pick(weak, from),
                Columns.pick(win, from),
                promptNumbers,
                weight,
                costs);
    }

    /** For each row, the one whose outcome it gets: all rows in a drawn order. */
    public static int[] shuffled(int rows, long seed) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, rows).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private static <T extends @Nullable Object> List<T> list(List<T> values, int[] rows) {
        List<T> picked = new ArrayList<>(rows.length);
        for (int row : rows) {
            picked.add(values.get(row));
        }
        return picked;
    }
}
