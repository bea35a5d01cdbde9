package dev.tierwise.training.head;

import dev.tierwise.core.prompt.SurfaceFeatures;
import dev.tierwise.core.prompt.WordBag;

/**
 * Ridge regression of the gain on all features, with a second set of weights that is added for prompts without answer
 * options: whether length or numbers speak for the strong model depends on whether there is something to choose from. It
 * is fitted once for either kind of prompt, to all rows, those of the kind counting more where they are the rarer.
 */
public final class LinearPart implements Part {
    /** Relative to the weight of the rows, as in {@link GainTrainer}, which mostly finds 1 or 3. */
    private static final double PENALTY = 2;
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

    private LinearPart(Standardizer standardizer, Head.Linear choice, Head.Linear open) {
        this.standardizer = standardizer;
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
    static LinearPart[] fitWithout(Rows rows, Standardizer standardizer, int[] fold, int folds) {
        int d = 2 * standardizer.size() + 1;
        NormalEquations[] choiceSums = new NormalEquations[folds + 1];
        NormalEquations[] openSums = new NormalEquations[folds + 1];
        for (int f = 0; f <= folds; f++) {
            choiceSums[f] = new NormalEquations(d);
            openSums[f] = new NormalEquations(d);
        }
        boolean[] open = open(rows);
        for (int i = 0; i < rows.size(); i++) {
            (open[i] ? openSums : choiceSums)
                    [fold[i]].add(
                            widened(standardizer.apply(rows.features()[i]), open[i]), rows.gain()[i], rows.weight()[i]);
        }
        for (int f = 0; f < folds; f++) {
            choiceSums[folds].add(choiceSums[f], 1);
            openSums[folds].add(openSums[f], 1);
        }
        double openRows = Math.max(1, count(open));
        double choiceRows = Math.max(1, rows.size() - openRows);
        double forChoice = Math.clamp(openRows / choiceRows, 1, MOST_FOR_RARE);
        double forOpen = Math.clamp(choiceRows / openRows, 1, MOST_FOR_RARE);
        LinearPart[] fitted = new LinearPart[folds + 1];
        for (int f = 0; f <= folds; f++) {
            NormalEquations choice = choiceSums[folds];
            NormalEquations others = openSums[folds];
            if (f < folds) {
                choice = choice.minus(choiceSums[f]);
                others = others.minus(openSums[f]);
            }
            fitted[f] = new LinearPart(
                    standardizer,
                    choice.plus(forChoice, others, 1).solve(PENALTY),
                    choice.plus(1, others, forOpen).solve(PENALTY));
        }
        return fitted;
    }

    /** The features, the features once more where the prompt is open and else zeros, and whether it is. */
    private static double[] widened(double[] z, boolean open) {
        double[] wide = new double[2 * z.length + 1];
        System.arraycopy(z, 0, wide, 0, z.length);
        if (open) {
            for (int j = 0; j < z.length; j++) {
                wide[z.length + j] = APART * z[j];
            }
            wide[2 * z.length] = OPEN;
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
        return open.weight(j) + APART * open.weight(standardizer.size() + j) - choice.weight(j);
    }

    /** What is added to {@link #bias} alike. */
    public double openBias() {
        return open.bias() + OPEN * open.weight(2 * standardizer.size()) - choice.bias();
    }

    @Override
    public double score(float[] features, WordBag words) {
        boolean isOpen = features[options] == 0;
        return (isOpen ? open : choice).score(widened(standardizer.apply(features), isOpen));
    }

    @Override
    public double bound() {
        return APART * Math.max(choice.bound(), open.bound());
    }
}
