package dev.tierwise.serving.config;

/** The protocol a provider speaks. */
public enum Wire {
    OPENAI,
    ANTHROPIC
}
