package dev.tierwise.core.io;

/**
 * Input that its author has to mend. The message is one sentence a person can act on: where (file and line), what was
 * found, what is legal, and the fix. Commands print it as it is and exit with 2; nothing has been written.
 */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(message);
    }

    public BadInputException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A problem at a line of a file; lines count from 1, the header being line 1. */
    public static BadInputException at(String file, long line, String problem) {
        return new BadInputException(file + ":" + line + ": " + problem);
    }
}
