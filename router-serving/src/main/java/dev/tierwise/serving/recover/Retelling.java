package dev.tierwise.serving.recover;

import java.util.Optional;

/**
 * Follows a second telling of a text whose beginning is known, and tells what of it is new. For one answer, one thread.
 */
final class Retelling {
    private final String known;
    private final boolean optional;
    private int at;
    private boolean over;

    private Retelling(String known, boolean optional) {
        this.known = known;
        this.optional = optional;
        this.over = known.isEmpty();
    }

    /** An answer from its beginning, which must say all that is known once more. */
    static Retelling of(String known) {
        return new Retelling(known, false);
    }

    /**
     * An answer that carries on. Blanks that the client has, but that could not be put before a model (Anthropic refuses
     * a prefill that ends in one), it may say once more or leave out.
     */
    static Retelling after(String blanks) {
        return new Retelling(blanks, true);
    }

    /** What of the next piece is new, which may be nothing; empty where the texts differ. */
    Optional<String> next(String piece) {
        int from = 0;
        while (!over && from < piece.length()) {
            if (piece.charAt(from) == known.charAt(at)) {
                from++;
                at++;
                over = at == known.length();
            } else if (optional) {
                over = true;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(piece.substring(from));
    }

    /** Whether all that is known has been said again, so that what comes next is new. */
    boolean caughtUp() {
        return over || optional;
    }
}
