package dev.tierwise.training.head;

import dev.tierwise.core.prompt.surface.SurfaceFeatures;
import dev.tierwise.core.prompt.token.WordBag;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Ridge regression of the gain on all features, with a second set of weights that is added for prompts without answer
 * options: whether length or numbers speak for the strong model depends on whether there is something to choose from. It
 * is fitted once for either kind of prompt, to all rows, those of the kind counting more where they are the rarer.
 */
public final class LinearPart implements Part {
    /** Relative to the weight of the rows, as in {@link GainTrainer}, which mostly finds 1 or 3. */
    static final double PENALTY = 2;
    /** Where a {@link Teacher} has taken much of the chance out of what is learned. */
    static final double PENALTY_TAUGHT = 0.5;
    /** A larger input is a smaller penalty: what sets open prompts apart is held back less than what all share. */
    private static final double APART = 2;
    /** Large, so that the penalty hardly holds the mean of open prompts back. */
    private static final double OPEN = 3;
    /** How much more a row of the rarer kind may count in the fit for its kind. */
    private static final double MOST_FOR_RARE = 3;

    private final Standardizer standardizer;
    private final Head.Linear choice;
    private final Head.Linear open;
    private final int options;
    /** Which features have weights of their own for open prompts, and the place of each feature among them or -1. */
    private final int[] own;

    private final int[] placeInOwn;

    private LinearPart(Standardizer standardizer, int[] own, Head.Linear choice, Head.Linear open) {
        this.standardizer = standardizer;
        this.own = own;
        this.placeInOwn = new int[standardizer.size()];
        Arrays.fill(placeInOwn, -1);
        for (int k = 0; k < own.length; k++) {
            placeInOwn[own[k]] = k;
        }
        this.choice = choice;
        this.open = open;
        this.options = optionsIndex(standardizer.size());
    }

    /** Index of the number of answer options in a vector that ends with the surface features. */
    public static int optionsIndex(int features) {
        return features - SurfaceFeatures.NAMES.size() + SurfaceFeatures.OPTIONS;
    }

    /** Which rows list no answers to choose from. */
    static boolean[] open(Rows rows) {
        boolean[] open = new boolean[rows.size()];
        for (int i = 0; i < open.length; i++) {
            float[] features = rows.features()[i];
            open[i] = features[optionsIndex(features.length)] == 0;
        }
        return open;
    }

    static int count(boolean[] marked) {
        int count = 0;
        for (boolean mark : marked) {
            count += mark ? 1 : 0;
        }
        return count;
    }

    /** One fit without each fold and, last, one to all rows; the sums of the rows outside a fold follow by subtraction. */
    static LinearPart[] fitWithout(Rows rows, Standardizer standardizer, int[] fold, int folds, double penalty) {
        boolean[] open = open(rows);
        int[] own = varying(rows.features(), open);
        int d = standardizer.size() + own.length + 1;
        NormalEquations[] choiceSums = new NormalEquations[folds + 1];
        NormalEquations[] openSums = new NormalEquations[folds + 1];
        for (int f = 0; f <= folds; f++) {
            choiceSums[f] = new NormalEquations(d, 1);
            openSums[f] = new NormalEquations(d, 1);
        }
        for (int i = 0; i < rows.size(); i++) {
            double[] z = widened(standardizer.apply(rows.features()[i]), own, open[i]);
            (open[i] ? openSums : choiceSums)[fold[i]].add(z, new double[] {rows.gain()[i]}, rows.weight()[i]);
        }
        for (int f = 0; f < folds; f++) {
            choiceSums[folds].add(choiceSums[f], 1);
            openSums[folds].add(openSums[f], 1);
        }
        double openRows = Math.max(1, count(open));
        double choiceRows = Math.max(1, rows.size() - openRows);
        double forChoice = Math.clamp(openRows / choiceRows, 1, MOST_FOR_RARE);
        double forOpen = Math.clamp(choiceRows / openRows, 1, MOST_FOR_RARE);
        return IntStream.rangeClosed(0, folds)
                .parallel()
                .mapToObj(f -> {
                    NormalEquations choice = choiceSums[folds];
                    NormalEquations others = openSums[folds];
                    if (f < folds) {
                        choice = choice.minus(choiceSums[f]);
                        others = others.minus(openSums[f]);
                    }
                    return new LinearPart(
                            standardizer,
                            own,
                            choice.plus(forChoice, others, 1).solve(penalty)[0],
                            choice.plus(1, others, forOpen).solve(penalty)[0]);
                })
                .toArray(LinearPart[]::new);
    }

    /** The features that differ among open prompts; of the others, such as all of answer options, none could be told. */
    private static int[] varying(float[][] features, boolean[] open) {
        int[] rows = IntStream.range(0, open.length).filter(i -> open[i]).toArray();
        return IntStream.range(0, features[0].length)
                .filter(j -> IntStream.of(rows).anyMatch(i -> features[i][j] != features[rows[0]][j]))
                .toArray();
    }

    /** The features, those of {@code own} once more where the prompt is open and else zeros, and whether it is. */
    private static double[] widened(double[] z, int[] own, boolean open) {
        double[] wide = Arrays.copyOf(z, z.length + own.length + 1);
        if (open) {
            for (int k = 0; k < own.length; k++) {
                wide[z.length + k] = APART * z[own[k]];
            }
            wide[wide.length - 1] = OPEN;
        }
        return wide;
    }

    public Standardizer standardizer() {
        return standardizer;
    }

    /** Weight of standardised feature {@code j} where the prompt lists options. */
    public double weight(int j) {
        return choice.weight(j);
    }

    public double bias() {
        return choice.bias();
    }

    /** What is added to {@link #weight} where it lists none. */
    public double openWeight(int j) {
        int place = placeInOwn[j];
        double added = place < 0 ? 0 : APART * open.weight(standardizer.size() + place);
        return open.weight(j) + added - choice.weight(j);
    }

    /** What is added to {@link #bias} alike. */
    public double openBias() {
        return open.bias() + OPEN * open.weight(standardizer.size() + own.length) - choice.bias();
    }

    @Override
    public double score(float[] features, WordBag words) {
        boolean isOpen = features[options] == 0;
        return (isOpen ? open : choice).score(widened(standardizer.apply(features), own, isOpen));
    }

    @Override
    public double bound() {
        return APART * Math.max(choice.bound(), open.bound());
    }
}
