package dev.tierwise.training.datasets;

import org.jspecify.annotations.Nullable;

/** A source did not give a file; the message says which, why, and the way around it. */
final class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SourceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
