package dev.tierwise.core.prompt.surface;

import java.util.Arrays;

/**
 * Counts over a text, gathered in one pass that may pause where a word ends, for its reader to see what has come so far. A
 * word is a run of letters and digits; an ideograph is a word of its own, since its script writes no spaces.
 */
final class TextScan {
    private static final int LONG_WORD = 7;
    private static final int VERY_LONG_WORD = 11;
    private static final int MAX_DIGITS = 15;

    /** A longer number ends here: one that turns out to be a word is read again, from each of its separators. */
    private static final int MAX_NUMBER = 400;

    /** Bits of {@link #ASCII}; the last is what a capital lacks to be a small letter. */
    private static final int WORD = 1;

    private static final int DIGIT = 2;
    private static final int VOWEL = 4;
    private static final int CAPITAL = 32;

    /** What each ASCII character is: one look-up in place of guesses that a processor gets wrong. */
    private static final byte[] ASCII = new byte[128];

    static {
        for (char c = 0; c < ASCII.length; c++) {
            int bits = isDigit(c) ? WORD | DIGIT : 0;
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
                char lower = (char) (c | CAPITAL);
                bits = WORD | (isVowel(lower) ? VOWEL : 0) | lower - c;
            }
            ASCII[c] = (byte) bits;
        }
    }

    int words;
    int sentences;
    int lines = 1;
    int wordLetters;
    int longWords;
    int veryLongWords;
    int syllables;
    int capitalisedWords;
    int allCapsWords;
    int digits;
    int upper;
    int letters;
    int punctuation;
    int symbols;
    int nonAscii;
    int nonLatinLetters;
    int numbers;
    int decimals;
    int moneyMarks;
    double largestNumber;
    int mathMarks;
    int latexMarks;
    int codeMarks;
    int quotes;
    int brackets;
    int colons;
    int blanks;
    int questionMarks;
    int lastSentenceWords;
    /** Words of each {@link Lexicon.Group}. */
    final int[] groups = new int[Lexicon.GROUPS];

    private final WordNumbers numbering = new WordNumbers();

    private int next;
    private int wordsBeforeSentence;
    private boolean sentenceOpen;

    /** Before another text; what was counted is gone. */
    void start() {
        next = 0;
        wordsBeforeSentence = 0;
        sentenceOpen = false;
        numbering.clear();
        words = sentences = wordLetters = longWords = veryLongWords = syllables = 0;
        capitalisedWords = allCapsWords = digits = upper = letters = punctuation = symbols = 0;
        nonAscii = nonLatinLetters = numbers = decimals = moneyMarks = mathMarks = latexMarks = codeMarks = 0;
        quotes = brackets = colons = blanks = questionMarks = lastSentenceWords = 0;
        lines = 1;
        largestNumber = 0;
        Arrays.fill(groups, 0);
    }

    /**
     * Reads on.
     *
     * @param stop the text's end, or a place that no word, number or run of low lines goes on over
     */
    void read(String text, int stop) {
        int i = next;
        while (i < stop) {
            char c = text.charAt(i);
            if (c == ' ') {
                i++;
                continue;
            }
            if (isWordChar(c)) {
                sentenceOpen = true;
                i = isIdeograph(c) ? ideograph(c, i) : word(text, i);
                continue;
            }
            mark(text, c, i);
            if (sentenceOpen && (c == '\n' || (isFullStop(c) && endsSentence(text, c, i)))) {
                endSentence();
            }
            i++;
        }
        next = i;
        if (next == text.length() && sentenceOpen) {
            endSentence();
        }
    }

    private static boolean isFullStop(char c) {
        return c == '.' || c == '?' || c == '!' || c == '\u3002' || c == '\uff1f' || c == '\uff01';
    }

    private static boolean endsSentence(String text, char c, int i) {
        return i + 1 >= text.length() || text.charAt(i + 1) <= ' ' || c > 127;
    }

    private void endSentence() {
        sentences++;
        lastSentenceWords = words - wordsBeforeSentence;
        wordsBeforeSentence = words;
        sentenceOpen = false;
    }

    private int ideograph(char c, int i) {
        letters++;
        nonAscii++;
        nonLatinLetters++;
        word(Lexicon.extend(Lexicon.START, c));
        wordLetters++;
        syllables++;
        return i + 1;
    }

    private int word(String text, int from) {
        int to = text.length();
        if (isDigit(text.charAt(from))) {
            int end = number(text, from);
            if (end >= to || !isWordChar(text.charAt(end))) {
                return end;
            }
        }
        long hash = Lexicon.START;
        int i = from;
        int capitals = 0;
        int inWord = 0;
        int wordSyllables = 0;
        int before = 0;
        for (; i < to; i++) {
            char c = text.charAt(i);
            int vowel;
            if (c < 128) {
                int bits = ASCII[c];
                if ((bits & WORD) == 0) {
                    break;
                }
                int lacking = bits & CAPITAL;
                capitals += lacking / CAPITAL;
                inWord += 1 - (bits & DIGIT) / DIGIT;
                vowel = bits & VOWEL;
                hash = Lexicon.extend(hash, (char) (c + lacking));
            } else {
                if (!isWordChar(c) || isIdeograph(c)) {
                    break;
                }
                nonAscii++;
                inWord++;
                nonLatinLetters += c >= '\u0250' ? 1 : 0;
                char lower = c;
                if (Character.isUpperCase(c)) {
                    capitals++;
                    lower = Character.toLowerCase(c);
                }
                vowel = isVowel(lower) ? VOWEL : 0;
                hash = Lexicon.extend(hash, lower);
            }
            // A vowel behind another is of the same syllable.
            wordSyllables += (vowel & ~before) / VOWEL;
            before = vowel;
        }
        letters += inWord;
        int length = i - from;
        upper += capitals;
        wordLetters += length;
        syllables += Math.max(1, wordSyllables);
        longWords += length >= LONG_WORD ? 1 : 0;
        veryLongWords += length >= VERY_LONG_WORD ? 1 : 0;
        if (capitals == length && length > 1) {
            allCapsWords++;
        } else if (capitals > 0) {
            capitalisedWords++;
        }
        word(hash);
        return i;
    }

    private void word(long hash) {
        int bits = Lexicon.ENGLISH.groups(hash);
        while (bits != 0) {
            groups[Integer.numberOfTrailingZeros(bits)]++;
            bits &= bits - 1;
        }
        numbering.add(hash);
        words++;
    }

    /** Reads a number with thousands separators and decimals; answers where it ends. */
    private int number(String text, int from) {
        int to = Math.min(text.length(), from + MAX_NUMBER);
        double value = 0;
        double scale = 0;
        int read = 0;
        int i = from;
        for (; i < to; i++) {
            char c = text.charAt(i);
            if (isDigit(c)) {
                digits++;
                if (read++ < MAX_DIGITS) {
                    value = value * 10 + (c - '0');
                    scale *= 10;
                } else if (scale == 0) {
                    value *= 10;
                }
            } else if ((c == ',' || c == '.') && i + 1 < to && isDigit(text.charAt(i + 1))) {
                if (c == '.' && scale == 0) {
                    scale = 1;
                    decimals++;
                }
            } else {
                break;
            }
        }
        numbers++;
        // Beyond 308 digits a double is infinite, and one such prompt would make every mean infinite.
        double finite = Math.min(scale > 0 ? value / scale : value, Double.MAX_VALUE);
        largestNumber = Math.max(largestNumber, finite);
        return i;
    }

    private void mark(String text, char c, int i) {
        switch (c) {
            case '\n' -> {
                lines++;
                // Code is indented; prose is not.
                if (text.startsWith("    ", i + 1) || text.startsWith("\t", i + 1)) {
                    codeMarks++;
                }
            }
            case '?', '\uff1f' -> {
                questionMarks++;
                punctuation++;
            }
            case '=', '+', '*', '<', '>', '/', '\u00d7', '\u2212', '\u221a', '\u2264', '\u2265', '\u03c0' -> {
                mathMarks++;
                symbols++;
            }
            case '^' -> {
                mathMarks++;
                latexMarks++;
                symbols++;
            }
            case '\\' -> {
                latexMarks++;
                symbols++;
            }
            case '$' -> {
                boolean amount = i + 1 < text.length() && isDigit(text.charAt(i + 1));
                if (amount) {
                    moneyMarks++;
                } else {
                    latexMarks++;
                }
                symbols++;
            }
            case '%', '\u20ac', '\u00a3' -> {
                moneyMarks++;
                symbols++;
            }
            case '{', '}', ';', '`' -> {
                codeMarks++;
                punctuation++;
            }
            case '"', '\u201c', '\u201d', '\'', '\u2019' -> {
                quotes++;
                punctuation++;
            }
            case '(', ')', '[', ']' -> {
                brackets++;
                punctuation++;
            }
            case ':' -> {
                colons++;
                punctuation++;
            }
            case '_' -> {
                if (i > 0 && text.charAt(i - 1) == '_') {
                    blanks++;
                }
                symbols++;
            }
            default -> {
                if (c > ' ' && c < 128) {
                    punctuation++;
                } else if (c >= 128) {
                    nonAscii++;
                    symbols++;
                }
            }
        }
    }

    int uniqueWords() {
        return numbering.different();
    }

    /** The number of the word that came as the {@code i}th, the first being 0: below {@link #uniqueWords}, alike for alike ones. */
    int wordNumber(int i) {
        return numbering.number(i);
    }

    /** The hash of the first word; 0 without one. */
    long firstWord() {
        return words == 0 ? 0 : numbering.first();
    }

    private static boolean isWordChar(char c) {
        return c < 128 ? (ASCII[c] & WORD) != 0 : Character.isLetterOrDigit(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isIdeograph(char c) {
        return c >= '\u3040' && c <= '\u9fff';
    }

    private static boolean isVowel(char c) {
        return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
    }
}
