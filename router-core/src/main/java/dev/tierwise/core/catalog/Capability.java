package dev.tierwise.core.catalog;

/** What a model can do beyond answering text with text. */
public enum Capability {
    /** Calls functions. */
    TOOLS,
    /** Sees images. */
    VISION,
    /** Hears, or answers aloud. */
    AUDIO,
    /** Answers in a given JSON Schema. */
    JSON_SCHEMA,
    /** Takes instructions on how long to think. */
    REASONING,
    /** Continues an answer that begins in the request. */
    PREFILL
}
