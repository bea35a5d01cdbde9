package dev.tierwise.core.strategy;

/**
 * A model that could answer.
 *
 * @param tier the role it plays in a router, such as {@code strong} or {@code weak}
 * @param model its id in the catalogue
 */
public record Candidate(String tier, String model) {}
