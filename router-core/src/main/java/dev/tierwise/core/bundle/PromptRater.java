package dev.tierwise.core.bundle;

/** What rates a routing text: a bundle, or what remembers one's answers. Thread-safe. */
public interface PromptRater {
    /** Whether it predicts the quality of each of its tiers, rather than the strong one's win probability. */
    boolean ratesTiers();

    /**
     * Scores a routing text.
     *
     * @param text not blank; {@link dev.tierwise.core.prompt.RoutingText#of} says what to do with a request that has none
     * @throws IllegalStateException where it {@link #ratesTiers}
     */
    Scored score(String text);

    /**
     * Predicts the quality of each tier's answer to a routing text.
     *
     * @param text not blank
     * @throws IllegalStateException unless it {@link #ratesTiers}
     */
    TierRatings rateTiers(String text);
}
