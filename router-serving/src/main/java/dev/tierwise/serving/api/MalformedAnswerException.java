package dev.tierwise.serving.api;

import java.util.Objects;

/** A provider's answer that is not what its protocol says; handled like a failure of the provider. */
public final class MalformedAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedAnswerException(String message) {
        super(message, null, false, false);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
