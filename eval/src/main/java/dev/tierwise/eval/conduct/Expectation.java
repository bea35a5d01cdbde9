package dev.tierwise.eval.conduct;

import org.jspecify.annotations.Nullable;

/**
 * What a row demands; the defaults of {@link #whole} and its like are tightened by the {@code with} methods.
 *
 * @param end how the answer must end
 * @param by who must have given its last part, null where that is left open
 * @param maxPrimary most calls to the model that fails
 * @param maxFallback most calls to the other one
 * @param minSeconds least time until the answer's end
 * @param maxSeconds most time until the answer's end
 * @param minGap least seconds between the first two calls to the failing model, 0 where nothing is demanded
 * @param maxGap most seconds between them
 * @param status the client's status, 0 where nothing is demanded
 * @param says what the answer must contain, null where nothing is demanded
 */
record Expectation(
        End end,
        @Nullable By by,
        int maxPrimary,
        int maxFallback,
        double minSeconds,
        double maxSeconds,
        double minGap,
        double maxGap,
        int status,
        @Nullable String says) {
    /** How an answer may end. */
    enum End {
        /** All of the scripted text, once, and its regular end. */
        WHOLE("the whole answer"),
        /** A stream that says that it broke off. */
        ERROR_EVENT("an error event"),
        /** Either of both, where a proxy may do more than it must. */
        WHOLE_OR_ERROR_EVENT("the whole answer or an error event"),
        /** An error in place of an answer. */
        ERROR("an error");

        private final String words;

        End(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** Who answers. */
    enum By {
        PRIMARY,
        FALLBACK
    }

    private static final double PATIENT = 10;
    /** Seconds that stand for no upper limit where the machine may be busy with other things. */
    static final double UNHURRIED = 60;

    static Expectation whole(By by) {
        return new Expectation(End.WHOLE, by, 3, 1, 0, PATIENT, 0, 0, 0, null);
    }

    static Expectation errorEvent() {
        return new Expectation(End.ERROR_EVENT, null, 1, 0, 0, PATIENT, 0, 0, 0, null);
    }

    static Expectation wholeOrErrorEvent() {
        return new Expectation(End.WHOLE_OR_ERROR_EVENT, null, 1, 1, 0, PATIENT, 0, 0, 0, null);
    }

    static Expectation error(int status, String says) {
        return new Expectation(End.ERROR, null, 1, 0, 0, PATIENT, 0, 0, status, says);
    }

    Expectation saying(String text) {
        return new Expectation(end, by, maxPrimary, maxFallback, minSeconds, maxSeconds, minGap, maxGap, status, text);
    }

    Expectation calls(int primary, int fallback) {
        return new Expectation(end, by, primary, fallback, minSeconds, maxSeconds, minGap, maxGap, status, says);
    }

    Expectation within(double least, double most) {
        return new Expectation(end, by, maxPrimary, maxFallback, least, most, minGap, maxGap, status, says);
    }

    /** The same without upper limits of time. */
    Expectation unhurried() {
        return within(minSeconds, UNHURRIED).gap(minGap, maxGap == 0 ? 0 : UNHURRIED);
    }

    Expectation gap(double least, double most) {
        return new Expectation(end, by, maxPrimary, maxFallback, minSeconds, maxSeconds, least, most, status, says);
    }
}
