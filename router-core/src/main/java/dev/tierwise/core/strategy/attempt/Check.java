package dev.tierwise.core.strategy.attempt;

import java.util.List;

/**
 * Whether a cheap answer will do. Implement it for checks of one's own; the built-in ones are in this package.
 * Thread-safe.
 */
public interface Check {
    /** What the configuration and the log call it. */
    String name();

    /** Models it asks itself, which hard requirements hold for, too. */
    default List<String> asks() {
        return List.of();
    }

    /**
     * Looks at an answer.
     *
     * @param completion for checks that ask a model, such as a judge
     */
    Verdict look(Asked asked, Answer answer, Completion completion) throws InterruptedException;

    /**
     * What a check found.
     *
     * @param why one clause, empty where there is nothing to say
     */
    record Verdict(boolean accepted, String why) {
        public static final Verdict ACCEPTED = new Verdict(true, "");

        public static Verdict rejected(String why) {
            return new Verdict(false, why);
        }
    }
}
