package dev.tierwise.eval.command;

/** What becomes of the rows whose column {@code contaminated} says so, in every command that reads labelled prompts. */
public enum Contaminated {
    /** They are left out, and counted. */
    DROP,
    /** They are read like any other row. */
    KEEP
}
