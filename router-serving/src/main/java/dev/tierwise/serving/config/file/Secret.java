package dev.tierwise.serving.config.file;

/**
 * A value that must not be seen: it prints as {@code ***} wherever it is printed by accident, and is handed out by
 * {@link #reveal} alone.
 */
public final class Secret {
    /** What stands for every secret in print. */
    public static final String MASK = "***";

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The value itself, for the header it is meant for and nothing else. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
