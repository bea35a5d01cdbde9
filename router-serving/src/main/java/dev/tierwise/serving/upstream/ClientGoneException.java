package dev.tierwise.serving.upstream;

import java.io.IOException;

/** Nobody reads the answer any more. */
final class ClientGoneException extends Exception {
    private static final long serialVersionUID = 1L;

    ClientGoneException(IOException cause) {
        super(cause);
    }
}
