package dev.tierwise.core.prompt;

import java.util.Arrays;

/**
 * Counts over a stretch of text, gathered in one pass and kept until the next one. A word is a run of letters and digits; an ideograph is a word of
 * its own, since its script writes no spaces.
 */
final class TextScan {
    private static final int LONG_WORD = 7;
    private static final int VERY_LONG_WORD = 11;
    private static final int MAX_DIGITS = 15;
    private static final int USUAL_WORDS = 512;

    int codePoints;
    int words;
    int uniqueWords;
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
    /** Hash of the first word, 0 without one. */
    long firstWord;

    private long[] seen = new long[USUAL_WORDS];

    /** Scans {@code text[from, to)}; what was counted before is gone. */
    TextScan scan(String text, int from, int to) {
        reset();
        run(text, from, to);
        return this;
    }

    private void reset() {
        codePoints = words = uniqueWords = sentences = wordLetters = longWords = veryLongWords = syllables = 0;
        capitalisedWords = allCapsWords = digits = upper = letters = punctuation = symbols = 0;
        nonAscii = nonLatinLetters = numbers = decimals = moneyMarks = mathMarks = latexMarks = codeMarks = 0;
        quotes = brackets = colons = blanks = questionMarks = lastSentenceWords = 0;
        lines = 1;
        largestNumber = 0;
        firstWord = 0;
        Arrays.fill(groups, 0);
        if (seen.length > USUAL_WORDS) {
            // One very long text should not make every later one slower.
            seen = new long[USUAL_WORDS];
        } else {
            Arrays.fill(seen, 0);
        }
    }

    private void run(String text, int from, int to) {
        int i = from;
        int wordsBeforeSentence = 0;
        boolean sentenceOpen = false;
        while (i < to) {
            char c = text.charAt(i);
            if (isWordChar(c)) {
                sentenceOpen = true;
                i = isIdeograph(c) ? ideograph(c, i) : word(text, i, to);
                continue;
            }
            mark(text, c, i, from, to);
            boolean ends = c == '.' || c == '?' || c == '!' || c == '\u3002' || c == '\uff1f' || c == '\uff01';
            if (sentenceOpen && ((ends && (i + 1 >= to || text.charAt(i + 1) <= ' ' || c > 127)) || c == '\n')) {
                sentences++;
                lastSentenceWords = words - wordsBeforeSentence;
                wordsBeforeSentence = words;
                sentenceOpen = false;
            }
            i++;
        }
        if (sentenceOpen) {
            sentences++;
            lastSentenceWords = words - wordsBeforeSentence;
        }
        codePoints = text.codePointCount(from, to);
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

    private int word(String text, int from, int to) {
        if (isDigit(text.charAt(from))) {
            int end = number(text, from, to);
            if (end >= to || !isWordChar(text.charAt(end))) {
                return end;
            }
        }
        long hash = Lexicon.START;
        int i = from;
        int capitals = 0;
        int wordSyllables = 0;
        boolean afterVowel = false;
        for (; i < to && isWordChar(text.charAt(i)) && !isIdeograph(text.charAt(i)); i++) {
            char c = text.charAt(i);
            char lower = c;
            if (c < 128) {
                if (c >= 'A' && c <= 'Z') {
                    capitals++;
                    lower = (char) (c + 32);
                }
                if (!isDigit(c)) {
                    letters++;
                }
            } else {
                nonAscii++;
                letters++;
                if (c >= '\u0250') {
                    nonLatinLetters++;
                }
                if (Character.isUpperCase(c)) {
                    capitals++;
                    lower = Character.toLowerCase(c);
                }
            }
            boolean vowel = isVowel(lower);
            if (vowel && !afterVowel) {
                wordSyllables++;
            }
            afterVowel = vowel;
            hash = Lexicon.extend(hash, lower);
        }
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
        if (words++ == 0) {
            firstWord = hash;
        }
        int bits = Lexicon.ENGLISH.groups(hash);
        while (bits != 0) {
            groups[Integer.numberOfTrailingZeros(bits)]++;
            bits &= bits - 1;
        }
        if (addSeen(hash)) {
            uniqueWords++;
        }
    }

    /** Reads a number with thousands separators and decimals; answers where it ends. */
    private int number(String text, int from, int to) {
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

    private void mark(String text, char c, int i, int from, int to) {
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
                boolean amount = i + 1 < to && isDigit(text.charAt(i + 1));
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
                if (i > from && text.charAt(i - 1) == '_') {
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

    private boolean addSeen(long hash) {
        if (uniqueWords * 2 >= seen.length) {
            long[] old = seen;
            seen = new long[old.length * 2];
            for (long h : old) {
                if (h != 0) {
                    seen[free(h)] = h;
                }
            }
        }
        int slot = free(hash);
        if (seen[slot] == hash) {
            return false;
        }
        seen[slot] = hash;
        return true;
    }

    private int free(long hash) {
        int mask = seen.length - 1;
        int slot = (int) (hash ^ (hash >>> 32)) & mask;
        while (seen[slot] != 0 && seen[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** How many of the words of this stretch the other has too, as Jaccard similarity in 0..1. */
    double similarity(TextScan other) {
        int shared = 0;
        for (long hash : seen) {
            shared += hash != 0 && other.seen[other.free(hash)] == hash ? 1 : 0;
        }
        int union = uniqueWords + other.uniqueWords - shared;
        return union == 0 ? 1 : (double) shared / union;
    }

    private static boolean isWordChar(char c) {
        if (c < 128) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
        }
        return Character.isLetterOrDigit(c);
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
