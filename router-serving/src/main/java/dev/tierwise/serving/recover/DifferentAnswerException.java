package dev.tierwise.serving.recover;

/** A second answer does not agree with what the client has of the first, so that it cannot carry it on. */
public final class DifferentAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    DifferentAnswerException(String message) {
        super(message);
    }
}
