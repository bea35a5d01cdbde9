package dev.tierwise.core.score;

/**
 * The names of the constants of a stacked head, by which the trainer writes them and {@link StackScorer} finds them. A
 * graph that has them computes:
 *
 * <pre>
 * words  = sum(w effect[b]) / sqrt(sum(w^2 norm[b]))     over the words, b their rows and w their weights
 * trees  = a TreeEnsembleRegressor over the features and, behind them, features . PROJECTION + PROJECTION_BIAS
 * open   = max(0, 1 - features . OPTIONS)                1 where the prompt lists no answers to choose from
 * linear = LINEAR . x + LINEAR_BIAS + open (OPEN_LINEAR . x + OPEN_LINEAR_BIAS),  x the features clipped to LOW..HIGH
 * score  = MIX . (words, trees, linear) + MIX_BIAS
 * logit  = START + sum(RISE clamp(SLOPE score + OFFSET, 0, 1))
 * win    = sigmoid(logit)
 * </pre>
 *
 * <p>The last three with constants of the prefix {@link #OPEN} where open is 1 and of {@link #CHOICE} where it is 0. The
 * projection is there where the encoder gives an embedding.
 */
public final class StackLayout {
    public static final String WORD_EFFECT = "words.effect";
    public static final String WORD_NORM = "words.norm";
    /** Below this the words are none. */
    public static final float LEAST_NORM = 1e-6f;

    public static final String PROJECTION = "projection.weights";
    public static final String PROJECTION_BIAS = "projection.bias";
    public static final String OPTIONS = "options";
    public static final String LOW = "linear.low";
    public static final String HIGH = "linear.high";
    public static final String LINEAR = "linear.weights";
    public static final String LINEAR_BIAS = "linear.bias";
    public static final String OPEN_LINEAR = "linear.open.weights";
    public static final String OPEN_LINEAR_BIAS = "linear.open.bias";
    public static final String MIX = ".mix";
    public static final String MIX_BIAS = ".mix.bias";

    /** Prefix of what is for prompts that list answers to choose from. */
    public static final String CHOICE = "choice";

    /** Prefix of what is for all other prompts. */
    public static final String OPEN = "open";

    public static final String SLOPE = ".slope";
    public static final String OFFSET = ".offset";
    public static final String RISE = ".rise";
    public static final String START = ".start";

    private StackLayout() {}
}
