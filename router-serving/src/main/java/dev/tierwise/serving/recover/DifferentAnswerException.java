package dev.tierwise.serving.recover;

/** A second answer does not agree with what the client has of the first, so that it cannot carry it on. */
public final class DifferentAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String how;

    DifferentAnswerException(String how) {
        super(how);
        this.how = how;
    }

    /** What is different, in one clause. */
    public String how() {
        return how;
    }
}
