package dev.tierwise.core.prompt;

import java.util.ArrayList;
import java.util.List;

/**
 * The answer options of a multiple-choice prompt: lines that start with A, B, C... in order, as {@code A. text},
 * {@code A) text} or {@code (A) text}.
 *
 * @param stemEnd where the question ends and the options begin; the length of the text without options
 * @param options {@code [from, to)} of each option's text
 */
record AnswerOptions(int stemEnd, List<Span> options) {
    /** A stretch of the text. */
    record Span(int from, int to) {}

    private static final int FEWEST = 2;
    private static final int MOST = 26;

    static AnswerOptions find(String text) {
        List<Span> options = new ArrayList<>();
        int stemEnd = text.length();
        int line = 0;
        while (line < text.length()) {
            int end = text.indexOf('\n', line);
            if (end < 0) {
                end = text.length();
            }
            int content = contentAfterLabel(text, line, end, (char) ('A' + options.size()));
            if (content >= 0 && options.size() < MOST) {
                if (options.isEmpty()) {
                    stemEnd = line;
                }
                options.add(new Span(content, end));
            } else if (options.size() == 1) {
                // A lone "A." was a list, an initial, or a heading.
                options.clear();
                stemEnd = text.length();
            }
            line = end + 1;
        }
        return options.size() < FEWEST
                ? new AnswerOptions(text.length(), List.of())
                : new AnswerOptions(stemEnd, options);
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
