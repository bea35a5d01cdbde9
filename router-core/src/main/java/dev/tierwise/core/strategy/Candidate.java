package dev.tierwise.core.strategy;

/**
 * A model that could answer.
 *
 * @param tier the role it plays in a router, such as {@link #STRONG} or {@link #WEAK}
 * @param model its id in the catalogue
 */
public record Candidate(String tier, String model) {
    /** The tier for prompts that need it, where there are two. */
    public static final String STRONG = "strong";

    /** The other of the two. */
    public static final String WEAK = "weak";

    public boolean isStrong() {
        return tier.equals(STRONG);
    }

    public boolean isWeak() {
        return tier.equals(WEAK);
    }
}
