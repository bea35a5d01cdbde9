package dev.tierwise.serving.api;

import java.util.Locale;

/** The endpoints that lead to a provider. */
public enum Endpoint {
    CHAT("/chat/completions", "messages"),
    COMPLETIONS("/completions", "prompt"),
    RESPONSES("/responses", "input"),
    EMBEDDINGS("/embeddings", "input"),
    MESSAGES("/messages", "messages");

    private final String path;
    private final String textField;

    Endpoint(String path, String textField) {
        this.path = path;
        this.textField = textField;
    }

    /** Its path below {@code /v1} here and below {@code base_url} at a provider of the same wire. */
    public String path() {
        return path;
    }

    /** The body's field that holds what the user said. */
    String textField() {
        return textField;
    }

    /** Whether a stream reports usage only when {@code stream_options.include_usage} asks for it. */
    public boolean usageOnRequest() {
        return this == CHAT || this == COMPLETIONS;
    }

    /** Its name in metrics and logs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
