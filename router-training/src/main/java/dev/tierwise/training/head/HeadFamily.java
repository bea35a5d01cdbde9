package dev.tierwise.training.head;

import java.util.Arrays;
import java.util.List;

/** The families of heads that {@code train} chooses from. */
public enum HeadFamily {
    /** Logistic regression on the probability that strong wins, by Tribuo's stochastic gradient descent. */
    LOGISTIC("logistic"),
    /** Ridge regression on the gain: ranks better than the probability of a win where ties are common. */
    GAIN("gain"),
    /** A factorisation machine on the gain, by Tribuo: pairs of features beside the features themselves. */
    FM("fm"),
    /** Words, boosted trees and a line together, calibrated by kind of prompt; fitted by {@link FittedStack}. */
    STACK("stack");

    private static final int STACK_ROWS = 500;

    private final String label;

    HeadFamily(String label) {
        this.label = label;
    }

    /** What the command line and the manifest call it. */
    public String label() {
        return label;
    }

    /**
     * The families that so many rows can choose from: a stack has more to fit than a few hundred can say, and wants a
     * machine that {@linkplain TreesPart#missing grows trees}.
     */
    public static List<HeadFamily> worthTrying(int rows) {
        return Arrays.stream(values())
                .filter(family -> family != STACK
                        || (rows >= STACK_ROWS && TreesPart.missing().isEmpty()))
                .toList();
    }

    /** Fits a single head. */
    public HeadTrainer trainer() {
        return switch (this) {
            case LOGISTIC -> new LogisticTrainer();
            case GAIN -> new GainTrainer();
            case FM -> new FactorizationTrainer();
            case STACK -> throw new IllegalArgumentException("a stack has no single head");
        };
    }
}
