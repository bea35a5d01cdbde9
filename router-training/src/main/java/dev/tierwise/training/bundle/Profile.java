package dev.tierwise.training.bundle;

/** What a router may spend on a decision. */
public enum Profile {
    /** Milliseconds: the prompt goes through a sentence encoder. */
    ACCURATE,
    /** Microseconds: words and what can be read off the text, no encoder. */
    FAST
}
