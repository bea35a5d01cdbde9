package dev.tierwise.serving.api;

import java.util.Objects;

/** A provider's answer that is not what its protocol says; handled like a failure of the provider. */
public final class MalformedAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean ofModel;

    public MalformedAnswerException(String message) {
        this(message, false);
    }

    private MalformedAnswerException(String message, boolean ofModel) {
        super(message, null, false, false);
        this.ofModel = ofModel;
    }

    /** What the model itself wrote so, in an answer that its provider sent as it should. */
    public static MalformedAnswerException ofModel(String message) {
        return new MalformedAnswerException(message, true);
    }

    /** Whether the fault is the model's rather than the provider's. */
    public boolean ofModel() {
        return ofModel;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
