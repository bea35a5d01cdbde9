package dev.tierwise.core.prompt.text;

/**
 * Whether a text is {@linkplain PlainText plain} already, as most short ones are, in one walk, and whether its capitals say
 * something: an ASCII character costs a look-up in a table and leaves the processor nothing to guess, where comparing it
 * with this and that made it guess wrong at the end of every other word.
 */
final class PlainAutomaton {
    /** Kinds of characters. */
    private static final int MARK = 0;

    private static final int SMALL = 1;
    private static final int CAPITAL = 2;
    private static final int BLANK = 3;
    private static final int LINE = 4;
    private static final int ODD = 5;
    /** A letter of a script that has no capitals. */
    private static final int UNCASED = 6;

    private static final int KIND_BITS = 3;
    private static final int KINDS = 1 << KIND_BITS;

    /** States: what was read last, and of a word that is being read what is known of it, as bits. */
    private static final int AFTER_MARK = 0;

    private static final int AFTER_BLANK = 1;
    private static final int AFTER_LINE = 2;
    private static final int START = 3;
    private static final int UNEVEN = 4;
    /** In a run of letters none of which has had a case so far. */
    private static final int IN_UNCASED = 5;

    private static final int IN_WORD = 8;
    private static final int IS_LONG = 1;
    private static final int CAPITAL_FIRST = 2;
    private static final int CAPITAL_INSIDE = 4;
    private static final int STATE_BITS = 4;
    private static final int STATES = 1 << STATE_BITS;

    /**
     * A step is the row of the state it leads to, which is where that state's steps begin, and, above, what it counts:
     * three numbers of {@link #WIDTH} bits.
     */
    private static final int ROW_BITS = STATE_BITS + KIND_BITS;

    private static final int ROW = (1 << ROW_BITS) - 1;
    private static final int WIDTH = 19;
    private static final int WORD = ROW_BITS;
    private static final int LOWER_CASE = WORD + WIDTH;
    private static final int ODD_CASE = LOWER_CASE + WIDTH;

    private static final byte[] KIND = new byte[128];
    private static final long[] STEPS = new long[STATES * KINDS];
    /** The same for words alone, whatever is between them. */
    private static final long[] WORD_STEPS = new long[STATES * KINDS];

    static {
        for (int c = 0; c < KIND.length; c++) {
            KIND[c] = (byte) kind(c);
        }
        for (int state = 0; state < STATES; state++) {
            for (int kind = 0; kind < KINDS; kind++) {
                STEPS[row(state) + kind] = counts(state, kind) | row(next(state, kind));
                WORD_STEPS[row(state) + kind] = counts(state, kind) | row(nextInWord(state, kind));
            }
        }
    }

    private PlainAutomaton() {}

    /** Whether it is plain; false, too, where it is very long, and somebody else has to look. */
    static boolean accepts(String text) {
        int length = text.length();
        if (length >= 1 << WIDTH || text.startsWith(PlainText.FENCE)) {
            return false;
        }
        int row = row(START);
        long tally = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            int kind = c < KIND.length ? KIND[c] : PlainText.isUsual(text.codePointAt(i)) ? kindOfOther(c) : ODD;
            long step = STEPS[row + kind];
            row = (int) step & ROW;
            if (row == row(UNEVEN)) {
                return false;
            }
            tally += step - row;
        }
        int state = state(row);
        boolean even = state == AFTER_MARK || state == IN_UNCASED || state >= IN_WORD;
        tally += counts(state, MARK);
        return even && PlainText.isUsualCase(count(tally, WORD), count(tally, LOWER_CASE), count(tally, ODD_CASE));
    }

    /** Whether capitals mark something in a text of any characters. */
    static boolean hasUsualCase(String text) {
        int words = 0;
        int lower = 0;
        int odd = 0;
        int row = row(AFTER_MARK);
        for (int from = 0; from < text.length(); from += 1 << WIDTH) {
            int to = Math.min(text.length() - from, 1 << WIDTH) + from;
            long tally = 0;
            for (int i = from; i < to; i++) {
                char c = text.charAt(i);
                long step = WORD_STEPS[row + (c < KIND.length ? KIND[c] : kindOfOther(c))];
                row = (int) step & ROW;
                tally += step - row;
            }
            tally += to == text.length() ? counts(state(row), MARK) : 0;
            words += count(tally, WORD);
            lower += count(tally, LOWER_CASE);
            odd += count(tally, ODD_CASE);
        }
        return PlainText.isUsualCase(words, lower, odd);
    }

    private static int row(int state) {
        return state << KIND_BITS;
    }

    private static int state(int row) {
        return row >>> KIND_BITS;
    }

    private static int kindOfOther(char c) {
        if (!Character.isLetter(c)) {
            return MARK;
        }
        return Character.isUpperCase(c) ? CAPITAL : Character.isLowerCase(c) ? SMALL : UNCASED;
    }

    private static int count(long tally, int what) {
        return (int) (tally >>> what) & ((1 << WIDTH) - 1);
    }

    private static int kind(int c) {
        if (c >= 'a' && c <= 'z') {
            return SMALL;
        }
        if (c >= 'A' && c <= 'Z') {
            return CAPITAL;
        }
        if (c == ' ' || c == '\n') {
            return c == ' ' ? BLANK : LINE;
        }
        return c < ' ' || c == 127 ? ODD : MARK;
    }

    private static int nextInWord(int state, int kind) {
        boolean inWord = state >= IN_WORD;
        return switch (kind) {
            case SMALL -> inWord ? state | IS_LONG : state == IN_UNCASED ? IN_WORD | IS_LONG : IN_WORD;
            case CAPITAL ->
                inWord
                        ? state | IS_LONG | CAPITAL_INSIDE
                        : state == IN_UNCASED ? IN_WORD | IS_LONG | CAPITAL_INSIDE : IN_WORD | CAPITAL_FIRST;
            case UNCASED -> inWord ? state | IS_LONG : IN_UNCASED;
            default -> AFTER_MARK;
        };
    }

    private static int next(int state, int kind) {
        boolean afterSpace = state == AFTER_BLANK || state == AFTER_LINE || state == START;
        if (state == UNEVEN) {
            return UNEVEN;
        }
        return switch (kind) {
            case MARK -> AFTER_MARK;
            case SMALL, CAPITAL, UNCASED -> nextInWord(state, kind);
            // A line may be indented by one.
            case BLANK -> !afterSpace || state == AFTER_LINE ? AFTER_BLANK : UNEVEN;
            case LINE -> afterSpace ? UNEVEN : AFTER_LINE;
            default -> UNEVEN;
        };
    }

    /** A word counts where it ends. */
    private static long counts(int state, int kind) {
        if (kind == SMALL || kind == CAPITAL || kind == UNCASED || state < IN_WORD || (state & IS_LONG) == 0) {
            return 0;
        }
        boolean inside = (state & CAPITAL_INSIDE) != 0;
        boolean lower = !inside && (state & CAPITAL_FIRST) == 0;
        return 1L << WORD | (lower ? 1L << LOWER_CASE : 0) | (inside ? 1L << ODD_CASE : 0);
    }
}
