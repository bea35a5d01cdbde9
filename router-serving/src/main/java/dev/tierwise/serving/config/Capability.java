package dev.tierwise.serving.config;

/** What a model can do beyond answering text with text. */
public enum Capability {
    /** Calls functions. */
    TOOLS,
    /** Sees images. */
    VISION,
    /** Answers in a given JSON Schema. */
    JSON_SCHEMA,
    /** Continues an answer that begins in the request. */
    PREFILL
}
