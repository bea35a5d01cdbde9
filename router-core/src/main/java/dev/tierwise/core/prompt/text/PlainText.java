package dev.tierwise.core.prompt.text;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/**
 * A text without what a reader would not notice or not mind: invisible characters, look-alike letters of other widths and
 * styles, spacing, a fence around the whole, and capitals that say nothing. A router that scores plain text cannot be
 * moved by them. Most texts are plain already and come back as they are, without a copy.
 *
 * <ul>
 *   <li>Characters that nobody sees are dropped: format and control characters, and those that Unicode lets a font leave
 *       out. Full-width characters and mathematical letters and digits become the usual ones.
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
    private static final int INDENT = 4;
    /** The pattern of Braille that is as blank as a space. */
    private static final int NO_DOTS = 0x2800;

    private PlainText() {}

    /** The plain form of a text; the text itself where it is plain, and where nothing visible would be left. */
    public static String of(String text) {
        if (PlainAutomaton.accepts(text)) {
            return text;
        }
        String even = evened(usual(text));
        if (even.isEmpty()) {
            return text;
        }
        return PlainAutomaton.hasUsualCase(even) ? even : sentenceCase(even);
    }

    /**
     * Small letters for all, in time that grows with the length: {@link String#toLowerCase} looks around each capital sigma
     * for the end of its word, however far that is. So no small sigma is a final one.
     */
    public static String lowerCase(String text) {
        return text.replace('\u03a3', '\u03c3').toLowerCase(Locale.ROOT);
    }

    /** Whether a character beyond ASCII is itself in a plain text. */
    static boolean isUsual(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT,
                    Character.CONTROL,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> c != NO_DOTS && !isIgnorable(c) && !isMathematicalLetter(c) && !isOtherWidth(c);
        };
    }

    /**
     * What is shown as nothing though it is neither a format nor a control character: the rest of Unicode's property
     * Default_Ignorable_Code_Point.
     */
    private static boolean isIgnorable(int c) {
        return c == 0x34f // combining grapheme joiner
                || c == 0x115f // fillers of Hangul
                || c == 0x1160
                || c == 0x3164
                || c == 0xffa0
                || c == 0x17b4 // inherent vowels of Khmer
                || c == 0x17b5
                || (c >= 0x180b && c <= 0x180f) // variation selectors: of Mongolian, of all scripts
                || (c >= 0xfe00 && c <= 0xfe0f)
                || c == 0x2065 // not assigned, ignorable if they ever are
                || (c >= 0xfff0 && c <= 0xfff8)
                || (c >= 0xe0000 && c <= 0xe0fff);
    }

    private static boolean isOtherWidth(int c) {
        return c >= 0xff01 && c <= 0xff5e;
    }

    private static boolean isMathematicalLetter(int c) {
        return c >= 0x1d400 && c <= 0x1d7ff;
    }

    private static String usual(String text) {
        int from = 0;
        while (from < text.length() && isUsualAscii(text.charAt(from))) {
            from++;
        }
        if (from == text.length()) {
            return text;
        }
        StringBuilder usual = new StringBuilder(text.length()).append(text, 0, from);
        for (int i = from, c; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (isUsualAscii(c)) {
                usual.append((char) c);
            } else if (c == '\r') {
                usual.append(text.startsWith("\n", i + 1) ? "" : "\n");
            } else {
                appendUsual(c, usual);
            }
        }
        return usual.toString();
    }

    private static boolean isUsualAscii(int c) {
        return (c >= ' ' && c < 127) || c == '\n' || c == '\t';
    }

    private static void appendUsual(int c, StringBuilder usual) {
        int type = Character.getType(c);
        if (type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR) {
            usual.append('\n');
        } else if (type == Character.SPACE_SEPARATOR || c == NO_DOTS) {
            usual.append(' ');
        } else if (isOtherWidth(c) || isMathematicalLetter(c)) {
            usual.append(Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC));
        } else if (type != Character.FORMAT && type != Character.CONTROL && !isIgnorable(c)) {
            usual.appendCodePoint(c);
        }
    }

    private static String evened(String usual) {
        char[] text = unfenced(usual).toCharArray();
        int margin = Integer.MAX_VALUE;
        int tabs = 0;
        for (int from = 0; from < text.length; ) {
            int first = firstInLine(text, from);
            if (first < text.length && text[first] != '\n') {
                margin = Math.min(margin, indent(text, from, first));
            }
            from = lineEnd(text, first) + 1;
        }
        for (char c : text) {
            tabs += c == '\t' ? 1 : 0;
        }
        char[] even = new char[text.length + (INDENT - 1) * tabs];
        int count = 0;
        for (int from = 0; from < text.length; ) {
            int first = firstInLine(text, from);
            int end = lineEnd(text, first);
            if (first < end) {
                if (count > 0) {
                    even[count++] = '\n';
                    int indented = count + indent(text, from, first) - margin;
                    Arrays.fill(even, count, indented, ' ');
                    count = indented;
                }
                count = appendEven(text, first, end, even, count);
            }
            from = end + 1;
        }
        return new String(even, 0, count);
    }

    /** Runs of blanks become one, and none at the end; answers how much has been written. */
    private static int appendEven(char[] text, int from, int to, char[] even, int written) {
        int count = written;
        int before = 0;
        for (int i = from; i < to; i++) {
            // Written over where it is one blank too many: nothing for the processor to guess.
            char c = text[i];
            int blank = c == ' ' || c == '\t' ? 1 : 0;
            even[count] = blank == 1 ? ' ' : c;
            count += 1 - (blank & before);
            before = blank;
        }
        return count - before;
    }

    private static int firstInLine(char[] text, int from) {
        int i = from;
        while (i < text.length && (text[i] == ' ' || text[i] == '\t')) {
            i++;
        }
        return i;
    }

    private static int lineEnd(char[] text, int from) {
        int i = from;
        while (i < text.length && text[i] != '\n') {
            i++;
        }
        return i;
    }

    private static int indent(char[] text, int from, int to) {
        int indent = 0;
        for (int i = from; i < to; i++) {
            indent += text[i] == '\t' ? INDENT : 1;
        }
        return indent;
    }

    private static String unfenced(String text) {
        String whole = text.strip();
        int firstLine = whole.indexOf('\n');
        boolean fenced = whole.startsWith(FENCE)
                && firstLine > 0
                && whole.indexOf(FENCE, firstLine) == whole.length() - FENCE.length();
        return fenced ? whole.substring(firstLine + 1, whole.length() - FENCE.length()) : text;
    }

    /**
     * Whether capitals mark something: some words have one, many have none, few have one inside.
     *
     * @param words of two letters and more
     * @param lower of these, words without a capital
     * @param odd of these, words with one that is not their first letter
     */
    static boolean isUsualCase(int words, int lower, int odd) {
        return words < FEWEST_WORDS || (lower >= LEAST_LOWER * words && lower < words && odd <= MOST_ODD * words);
    }

    private static String sentenceCase(String text) {
        StringBuilder cased = new StringBuilder(lowerCase(text));
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
