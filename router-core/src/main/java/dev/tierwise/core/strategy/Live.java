package dev.tierwise.core.strategy;

import java.util.Optional;

/** How the models are doing at this moment, as one snapshot for one decision. */
public interface Live {
    /** Nothing is known: what evaluation and offline decisions see. */
    Live UNKNOWN = new Live() {
        @Override
        public Optional<Speed> speed(String model) {
            return Optional.empty();
        }

        @Override
        public boolean open(String model) {
            return false;
        }
    };

    /** How fast a model has been of late, for requests of this kind. */
    Optional<Speed> speed(String model);

    /** Whether every circuit of the model is open, so that it cannot be asked. */
    boolean open(String model);

    /** Whether nobody will be asked, whatever is decided: such a decision leaves no trace in later ones. */
    default boolean dry() {
        return false;
    }

    /**
     * A model's recent speed.
     *
     * @param firstToken seconds to the first token, or to the whole answer where answers are not streamed
     * @param tokensPerSecond from then on; infinite where answers come whole
     * @param probe whether the figures are old and this very request may find out anew
     */
    record Speed(double firstToken, double tokensPerSecond, boolean probe) {
        /** Seconds until an answer of so many tokens has come. */
        public double seconds(double tokens) {
            return firstToken + tokens / tokensPerSecond;
        }
    }
}
