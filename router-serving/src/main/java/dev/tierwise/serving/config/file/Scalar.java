package dev.tierwise.serving.config.file;

import java.nio.file.Path;

/**
 * A single value as it stands in the file.
 *
 * @param text with references to the environment resolved
 * @param shown as written, references unresolved: what may be printed
 * @param kind what YAML takes it for
 * @param folder the file's folder, from which paths are resolved
 */
record Scalar(String text, String shown, Kind kind, Path folder) {
    /** What YAML takes a value for; one with a reference may turn out as anything. */
    enum Kind {
        TEXT("text"),
        WHOLE("a whole number"),
        NUMBER("a number"),
        BOOL("a truth value"),
        EMPTY("empty"),
        REFERENCE("a reference");

        final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    boolean isNumber() {
        return kind == Kind.WHOLE || kind == Kind.NUMBER || kind == Kind.REFERENCE;
    }

    boolean isText() {
        return kind == Kind.TEXT || kind == Kind.REFERENCE;
    }
}
