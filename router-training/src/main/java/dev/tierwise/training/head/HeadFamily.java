package dev.tierwise.training.head;

/** The families of heads that {@code train} chooses from. */
public enum HeadFamily {
    /** Logistic regression on the probability that strong wins, by Tribuo's stochastic gradient descent. */
    LOGISTIC("logistic"),
    /** Ridge regression on the gain: ranks better than the probability of a win where ties are common. */
    GAIN("gain"),
    /** A factorisation machine on the gain, by Tribuo: pairs of features beside the features themselves. */
    FM("fm");

    private final String label;

    HeadFamily(String label) {
        this.label = label;
    }

    /** What the command line and the manifest call it. */
    public String label() {
        return label;
    }

    public HeadTrainer trainer() {
        return switch (this) {
            case LOGISTIC -> new LogisticTrainer();
            case GAIN -> new GainTrainer();
            case FM -> new FactorizationTrainer();
        };
    }
}
