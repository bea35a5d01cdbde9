package dev.tierwise.core.prompt.surface;

/**
 * The answer options of a multiple-choice prompt: lines that start with A, B, C... in order, as {@code A. text},
 * {@code A) text} or {@code (A) text}. Holds those of one text until the next is read.
 */
public final class AnswerOptions {
    static final int MOST = 26;

    private static final int FEWEST = 2;

    private final int[] from = new int[MOST];
    private final int[] to = new int[MOST];
    private int count;
    private int stemEnd;

    /** Finds those of a text. */
    public void find(String text) {
        count = 0;
        stemEnd = text.length();
        int line = 0;
        while (line < text.length()) {
            int end = text.indexOf('\n', line);
            if (end < 0) {
                end = text.length();
            }
            int content = contentAfterLabel(text, line, end, (char) ('A' + count));
            if (content < 0 && count == 1) {
                // A lone "A." was a list, an initial, or a heading; this line may be the first of the options.
                forget(text);
                content = contentAfterLabel(text, line, end, 'A');
            }
            if (content >= 0 && count < MOST) {
                if (count == 0) {
                    stemEnd = line;
                }
                from[count] = content;
                to[count++] = end;
            }
            line = end + 1;
        }
        if (count < FEWEST) {
            forget(text);
        }
    }

    private void forget(String text) {
        count = 0;
        stemEnd = text.length();
    }

    int count() {
        return count;
    }

    /** Where the text of option {@code i} begins. */
    int from(int i) {
        return from[i];
    }

    /** Where the text of option {@code i} ends. */
    int to(int i) {
        return to[i];
    }

    /** Where the question ends and the options begin; the length of a text without options. */
    public int stemEnd() {
        return stemEnd;
    }

    /** Where the option's text starts when this line is labelled {@code label}, else -1. */
    private static int contentAfterLabel(String text, int from, int to, char label) {
        int i = from;
        if (i < to && text.charAt(i) == '(') {
            i++;
        }
        if (i + 1 >= to || text.charAt(i) != label) {
            return -1;
        }
        char close = text.charAt(i + 1);
        if (close != '.' && close != ')' && close != ':') {
            return -1;
        }
        return Math.min(to, i + 2 < to && text.charAt(i + 2) == ' ' ? i + 3 : i + 2);
    }
}
