package dev.tierwise.training.robust;

/** A router as an attacker sees it: text in, score out. Thread-safe. */
public interface Reading {
    /** The win probability of a text that is not blank, in 0..1. */
    double score(String text);
}
