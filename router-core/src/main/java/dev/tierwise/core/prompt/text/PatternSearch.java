package dev.tierwise.core.prompt.text;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for an operator's regular expressions in a stranger's text, and gives up where the time that takes grows faster
 * than the text: {@code write.*code} reads a long prompt once from each "write" in it. Steps are counted and not time, so
 * that the same text has the same answer everywhere.
 */
public final class PatternSearch {
    /** Characters looked at: some hundredths of a second. */
    private static final long STEPS = 10_000_000;

    /** For texts so long that reading them a few times takes more. */
    private static final long STEPS_PER_CHARACTER = 8;

    private PatternSearch() {}

    /** Whether the pattern is found in the text; empty where it was given up. */
    public static Optional<Boolean> finds(Pattern pattern, String text) {
        return search(pattern, text, Matcher::find);
    }

    /** The text with all that the pattern matches replaced; empty where it was given up. */
    public static Optional<String> replaceAll(Pattern pattern, String text, String replacement) {
        return search(pattern, text, matcher -> matcher.replaceAll(replacement));
    }

    private static <T> Optional<T> search(Pattern pattern, String text, Function<Matcher, T> use) {
        try {
            return Optional.of(use.apply(pattern.matcher(new Counted(text))));
        } catch (GivenUpException | StackOverflowError e) {
            // Repeated groups take a frame of the stack each time.
            return Optional.empty();
        }
    }

    private static final class GivenUpException extends RuntimeException {
        private static final long serialVersionUID = 1;

        GivenUpException() {
            super("too many steps", null, false, false);
        }
    }

    /** A text that allows so many looks at it. */
    private static final class Counted implements CharSequence {
        private final String text;
        private long steps;

        Counted(String text) {
            this.text = text;
            this.steps = Math.max(STEPS, STEPS_PER_CHARACTER * text.length());
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (--steps < 0) {
                throw new GivenUpException();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
