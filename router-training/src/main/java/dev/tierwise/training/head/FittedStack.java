package dev.tierwise.training.head;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.prompt.token.WordBag;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A stack and its calibration, one for prompts that list answers to choose from and one for all others: the same score
 * means different odds where an answer can be guessed. Calibrated on scores of rows by parts that had not seen them, so
 * that every row serves both.
 */
public final class FittedStack implements Fitted {
    /** A kind of prompt with fewer rows is calibrated together with the other. */
    private static final int LEAST_ROWS = 60;

    private final Stack stack;
    private final Calibration choice;
    private final Calibration open;
    private final int options;
    private final Rows rows;

    private FittedStack(Stack stack, Calibration choice, Calibration open, Rows rows) {
        this.stack = stack;
        this.choice = choice;
        this.open = open;
        this.options = LinearPart.optionsIndex(rows.features()[0].length);
        this.rows = rows;
    }

    /**
     * Fits to rows; those without a win label are left out.
     *
     * @throws BadInputException where no labelled row is left
     */
    public static FittedStack fit(Rows all, long seed) {
        Rows rows = all.labelled();
        if (rows.size() == 0) {
            throw new BadInputException("no labelled prompt is left to fit to: label more, or try another --seed");
        }
        Stack stack = Stack.fit(rows, seed);
        int options = LinearPart.optionsIndex(rows.features()[0].length);
        Calibration choice = calibration(stack.outOfFold(), rows, i -> rows.features()[i][options] > 0);
        Calibration open = calibration(stack.outOfFold(), rows, i -> rows.features()[i][options] == 0);
        return new FittedStack(stack, choice, open, rows);
    }

    private static Calibration calibration(double[] score, Rows rows, IntPredicate kind) {
        int[] kept = IntStream.range(0, rows.size()).filter(kind).toArray();
        if (kept.length < LEAST_ROWS) {
            return Calibration.fit(score, rows.win(), rows.weight());
        }
        return Calibration.fit(pick(score, kept), pick(rows.win(), kept), pick(rows.weight(), kept));
    }

    private static double[] pick(double[] column, int[] kept) {
        return IntStream.of(kept).mapToDouble(i -> column[i]).toArray();
    }

    public Stack stack() {
        return stack;
    }

    /** For prompts that list answers to choose from. */
    public Calibration choice() {
        return choice;
    }

    /** For all other prompts. */
    public Calibration open() {
        return open;
    }

    /** The rows it was fitted to. */
    public Rows rows() {
        return rows;
    }

    /** Score of each of {@link #rows} from parts that were not fitted to it. */
    public double[] outOfFold() {
        return stack.outOfFold();
    }

    /** {@link #outOfFold} calibrated. */
    public double[] outOfFoldWin() {
        return IntStream.range(0, rows.size())
                .mapToDouble(i -> calibration(rows.features()[i]).apply(stack.outOfFold()[i]))
                .toArray();
    }

    private Calibration calibration(float[] features) {
        return features[options] > 0 ? choice : open;
    }

    @Override
    public HeadFamily family() {
        return HeadFamily.STACK;
    }

    @Override
    public double score(float[] features, WordBag words) {
        return stack.score(features, words);
    }

    @Override
    public double winProbability(float[] features, WordBag words) {
        return calibration(features).apply(score(features, words));
    }

    @Override
    public String calibrationMethod() {
        return choice.method() + " for prompts with answer options, " + open.method() + " for others";
    }
}
