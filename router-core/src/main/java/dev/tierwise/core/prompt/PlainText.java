package dev.tierwise.core.prompt;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A text without what a reader would not notice or not mind: invisible characters, look-alike letters of other widths and
 * styles, spacing, a fence around the whole, and capitals that say nothing. A router that scores plain text cannot be
 * moved by them. Most texts are plain already and come back as they are, without a copy.
 *
 * <ul>
 *   <li>Format and control characters are dropped; full-width and mathematical letters and digits become the usual ones.
 *   <li>Lines without text are dropped, runs of blanks become one, and what all lines are indented by is taken away,
 *       of the first line all of it.
 *   <li>Where nearly all words begin with a capital, or none does, or capitals stand inside of words, the text gets
 *       sentence case: a capital at the start of lines and sentences and for "I".
 * </ul>
 */
public final class PlainText {
    /** With fewer words than this, case is left alone. */
    private static final int FEWEST_WORDS = 4;

    private static final double LEAST_LOWER = 0.25;
    private static final double MOST_ODD = 0.4;
    static final String FENCE = "```";
    private static final String INDENT = "    ";

    private static final int OTHER = 0;
    private static final int SMALL = 1;
    private static final int CAPITAL = 2;
    /** A letter of a script that has no capitals. */
    private static final int UNCASED = 3;

    private PlainText() {}

    /** The plain form of a text; the text itself where it is plain, and where nothing visible would be left. */
    public static String of(String text) {
        if (PlainAutomaton.accepts(text)) {
            return text;
        }
        if (isEven(text)) {
            return hasUsualCase(text) ? text : sentenceCase(text);
        }
        String even = evened(usual(text));
        if (even.isEmpty()) {
            return text;
        }
        return hasUsualCase(even) ? even : sentenceCase(even);
    }

    /** Whether spacing and characters are plain. */
    private static boolean isEven(String text) {
        char before = '\n';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ' ' && c < 127) {
                before = c;
                continue;
            }
            boolean blank = isBlank(c);
            boolean even =
                    blank ? !isBlank(before) || (c == ' ' && before == '\n' && i > 0) : isUsual(text.codePointAt(i));
            if (!even) {
                return false;
            }
            before = c;
        }
        return !isBlank(before) && !text.startsWith(FENCE);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\n';
    }

    private static boolean isUsual(int c) {
        if (c < 128) {
            return c > ' ' && c != 127;
        }
        return switch (Character.getType(c)) {
            case Character.FORMAT,
                    Character.CONTROL,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> !isMathematicalLetter(c) && !isOtherWidth(c);
        };
    }

    private static boolean isOtherWidth(int c) {
        return (c >= 0xff10 && c <= 0xff19) || (c >= 0xff21 && c <= 0xff3a) || (c >= 0xff41 && c <= 0xff5a);
    }

    private static boolean isMathematicalLetter(int c) {
        return c >= 0x1d400 && c <= 0x1d7ff;
    }

    private static String usual(String text) {
        StringBuilder usual = new StringBuilder(text.length());
        text.replace("\r\n", "\n").replace('\r', '\n').codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (c == '\n' || c == '\t') {
                usual.append((char) c);
            } else if (type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR) {
                usual.append('\n');
            } else if (Character.isSpaceChar(c)) {
                usual.append(' ');
            } else if (isOtherWidth(c) || isMathematicalLetter(c)) {
                usual.append(Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC));
            } else if (type != Character.FORMAT && type != Character.CONTROL) {
                usual.appendCodePoint(c);
            }
        });
        return usual.toString();
    }

    private static String evened(String text) {
        List<String> lines = new ArrayList<>();
        int margin = Integer.MAX_VALUE;
        for (String line : unfenced(text).split("\n")) {
            String kept = line.replace("\t", INDENT).stripTrailing();
            if (!kept.isEmpty()) {
                margin = Math.min(margin, indent(kept));
                lines.add(kept);
            }
        }
        StringBuilder even = new StringBuilder(text.length());
        for (String line : lines) {
            int from = indent(line);
            if (!even.isEmpty()) {
                even.append('\n').append(" ".repeat(from - margin));
            }
            for (int i = from; i < line.length(); i++) {
                if (line.charAt(i) != ' ' || line.charAt(i - 1) != ' ') {
                    even.append(line.charAt(i));
                }
            }
        }
        return even.toString();
    }

    private static int indent(String line) {
        int i = 0;
        while (line.charAt(i) == ' ') {
            i++;
        }
        return i;
    }

    private static String unfenced(String text) {
        String whole = text.strip();
        int firstLine = whole.indexOf('\n');
        boolean fenced = whole.startsWith(FENCE)
                && firstLine > 0
                && whole.indexOf(FENCE, firstLine) == whole.length() - FENCE.length();
        return fenced ? whole.substring(firstLine + 1, whole.length() - FENCE.length()) : text;
    }

    /** Whether capitals mark something: some words have one, many have none, few have one inside. */
    private static boolean hasUsualCase(String text) {
        int words = 0;
        int lower = 0;
        int odd = 0;
        int i = 0;
        while (i < text.length()) {
            int from = i;
            int capitals = 0;
            boolean firstIsCapital = false;
            boolean cased = false;
            for (int kind; i < text.length() && (kind = kind(text.charAt(i))) != OTHER; i++) {
                capitals += kind == CAPITAL ? 1 : 0;
                firstIsCapital |= kind == CAPITAL && i == from;
                cased |= kind != UNCASED;
            }
            if (cased && i - from > 1) {
                words++;
                lower += capitals == 0 ? 1 : 0;
                odd += capitals > (firstIsCapital ? 1 : 0) ? 1 : 0;
            }
            i = Math.max(i, from + 1);
        }
        return isUsualCase(words, lower, odd);
    }

    /**
     * Whether capitals mark something.
     *
     * @param words of two letters and more
     * @param lower of these, words without a capital
     * @param odd of these, words with one that is not their first letter
     */
    static boolean isUsualCase(int words, int lower, int odd) {
        return words < FEWEST_WORDS || (lower >= LEAST_LOWER * words && lower < words && odd <= MOST_ODD * words);
    }

    private static int kind(char c) {
        if (c < 128) {
            return c >= 'a' && c <= 'z' ? SMALL : c >= 'A' && c <= 'Z' ? CAPITAL : OTHER;
        }
        if (!Character.isLetter(c)) {
            return OTHER;
        }
        return Character.isUpperCase(c) ? CAPITAL : Character.isLowerCase(c) ? SMALL : UNCASED;
    }

    private static String sentenceCase(String text) {
        StringBuilder cased = new StringBuilder(text.toLowerCase(Locale.ROOT));
        boolean starts = true;
        for (int i = 0; i < cased.length(); i++) {
            char c = cased.charAt(i);
            if (Character.isLetter(c)) {
                boolean alone = (i == 0 || !isWordChar(cased.charAt(i - 1)))
                        && (i + 1 == cased.length() || !isWordChar(cased.charAt(i + 1)));
                if (starts || (c == 'i' && alone)) {
                    cased.setCharAt(i, Character.toUpperCase(c));
                }
                starts = false;
            } else if (c == '\n') {
                starts = true;
            } else if (c == '.' || c == '?' || c == '!') {
                starts |= i + 1 < cased.length() && cased.charAt(i + 1) == ' ';
            } else if (Character.isDigit(c)) {
                starts = false;
            }
        }
        return cased.toString();
    }

    private static boolean isWordChar(char c) {
        return Character.isLetterOrDigit(c) || c == '\'';
    }
}
