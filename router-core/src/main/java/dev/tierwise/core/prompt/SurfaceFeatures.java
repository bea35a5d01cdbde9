package dev.tierwise.core.prompt;

import dev.tierwise.core.prompt.AnswerOptions.Span;
import dev.tierwise.core.prompt.Lexicon.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What can be read off a prompt without a model: length, vocabulary, numbers, marks of code and formulas, question form
 * and answer options. Counts enter as {@code log(1 + n)}, shares lie in 0..1 (of symbols and of what is not ASCII in 0..2,
 * since an emoji is two UTF-16 units). The names carry a version: a changed
 * meaning gets a new one, so that a bundle fitted on the old meaning is refused instead of fed nonsense.
 */
public final class SurfaceFeatures {
    private static final String VERSION = "surface1.";

    private static final List<String> QUESTION_WORDS =
            List.of("what", "which", "who", "when", "where", "why", "how", "is", "are", "does", "can");

    /** The feature names, in the order {@link #extract} writes them. */
    public static final List<String> NAMES = names();

    private static final long[] QUESTION_HASHES =
            QUESTION_WORDS.stream().mapToLong(SurfaceFeatures::hash).toArray();

    private SurfaceFeatures() {}

    /** Writes {@code NAMES.size()} finite values to {@code into} from {@code offset} on. */
    public static void extract(String text, float[] into, int offset) {
        AnswerOptions answers = AnswerOptions.find(text);
        TextScan whole = TextScan.of(text, 0, text.length());
        TextScan stem = answers.options().isEmpty() ? whole : TextScan.of(text, 0, answers.stemEnd());
        Sink out = new Sink(into, offset);
        size(whole, stem, out);
        characters(whole, out);
        vocabulary(whole, out);
        numbersAndMarks(whole, out);
        for (int count : whole.groups) {
            out.count(count);
        }
        questionForm(text, answers.stemEnd(), stem, out);
        options(text, answers, out);
        assert out.next - offset == NAMES.size();
    }

    private static void size(TextScan whole, TextScan stem, Sink out) {
        out.count(whole.codePoints);
        out.count(whole.words);
        out.count(whole.sentences);
        out.count(whole.lines);
        out.count(stem.codePoints);
        out.count(stem.words);
        out.count(stem.sentences);
        out.count(stem.lastSentenceWords);
    }

    private static void characters(TextScan whole, Sink out) {
        double chars = Math.max(1, whole.codePoints);
        out.value(whole.digits / chars);
        out.value(whole.upper / chars);
        out.value(whole.punctuation / chars);
        out.value(whole.symbols / chars);
        out.value(whole.letters / chars);
        out.value(whole.nonAscii / chars);
        out.value(whole.nonLatinLetters / chars);
    }

    private static void vocabulary(TextScan whole, Sink out) {
        double words = Math.max(1, whole.words);
        out.count(whole.uniqueWords);
        out.value(whole.uniqueWords / words);
        out.value(whole.wordLetters / words);
        out.value(whole.longWords / words);
        out.value(whole.veryLongWords / words);
        out.value(whole.syllables / words);
        out.value(whole.capitalisedWords / words);
        out.value(whole.allCapsWords / words);
        out.value(whole.words / (double) Math.max(1, whole.sentences));
    }

    private static void numbersAndMarks(TextScan whole, Sink out) {
        out.count(whole.numbers);
        out.value(whole.numbers / (double) Math.max(1, whole.words + whole.numbers));
        out.value(Math.log10(1 + whole.largestNumber));
        out.count(whole.decimals);
        out.count(whole.moneyMarks);
        out.count(whole.mathMarks);
        out.count(whole.latexMarks);
        out.count(whole.codeMarks);
        out.count(whole.quotes);
        out.count(whole.brackets);
        out.count(whole.colons);
        out.count(whole.blanks);
        out.count(whole.questionMarks);
    }

    private static void questionForm(String text, int stemEnd, TextScan stem, Sink out) {
        int lastMark = text.lastIndexOf('?', stemEnd - 1);
        int from = lastMark < 0 ? 0 : sentenceStart(text, lastMark);
        long[] words = wordHashes(text, from, lastMark < 0 ? stemEnd : lastMark);
        for (long question : QUESTION_HASHES) {
            out.value(contains(words, question) ? 1 : 0);
        }
        out.value(contains(QUESTION_HASHES, stem.firstWord) ? 1 : 0);
        out.value(lastMark < 0 ? 1 : 0);
    }

    private static void options(String text, AnswerOptions answers, Sink out) {
        List<Span> spans = answers.options();
        int count = spans.size();
        List<TextScan> scans = new ArrayList<>(count);
        double sum = 0;
        double sumOfSquares = 0;
        int numeric = 0;
        int catchAll = 0;
        for (Span span : spans) {
            TextScan scan = TextScan.of(text, span.from(), span.to());
            scans.add(scan);
            double length = Math.log1p(scan.codePoints);
            sum += length;
            sumOfSquares += length * length;
            numeric += scan.digits > scan.letters ? 1 : 0;
            catchAll += isCatchAll(text.substring(span.from(), span.to())) ? 1 : 0;
        }
        double n = Math.max(1, count);
        double mean = sum / n;
        double alike = 0;
        for (int i = 1; i < count; i++) {
            alike += scans.get(i).similarity(scans.get(i - 1));
        }
        out.value(count);
        out.value(mean);
        out.value(Math.sqrt(Math.max(0, sumOfSquares / n - mean * mean)));
        out.value(numeric / n);
        out.value(catchAll);
        out.value(count < 2 ? 0 : alike / (count - 1));
    }

    private static boolean isCatchAll(String option) {
        String lower = option.toLowerCase(Locale.ROOT);
        return lower.contains("of the above") || lower.contains("of these") || lower.startsWith("both ");
    }

    private static int sentenceStart(String text, int mark) {
        int i = mark - 1;
        while (i >= 0 && ".?!\n".indexOf(text.charAt(i)) < 0) {
            i--;
        }
        return i + 1;
    }

    private static long[] wordHashes(String text, int from, int to) {
        long[] hashes = new long[16];
        int count = 0;
        long hash = Lexicon.START;
        for (int i = from; i <= to && count < hashes.length; i++) {
            char c = i < to ? Character.toLowerCase(text.charAt(i)) : ' ';
            if (Character.isLetter(c)) {
                hash = Lexicon.extend(hash, c);
            } else if (hash != Lexicon.START) {
                hashes[count++] = hash;
                hash = Lexicon.START;
            }
        }
        return hashes;
    }

    private static boolean contains(long[] hashes, long hash) {
        for (long h : hashes) {
            if (h == hash) {
                return true;
            }
        }
        return false;
    }

    private static long hash(String word) {
        long hash = Lexicon.START;
        for (int i = 0; i < word.length(); i++) {
            hash = Lexicon.extend(hash, word.charAt(i));
        }
        return hash;
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>(List.of(
                "log_chars",
                "log_words",
                "log_sentences",
                "log_lines",
                "stem_log_chars",
                "stem_log_words",
                "stem_log_sentences",
                "question_log_words",
                "digit_share",
                "upper_share",
                "punctuation_share",
                "symbol_share",
                "letter_share",
                "non_ascii_share",
                "non_latin_share",
                "log_unique_words",
                "type_token_ratio",
                "word_length",
                "long_word_share",
                "very_long_word_share",
                "syllables_per_word",
                "capitalised_share",
                "all_caps_share",
                "words_per_sentence",
                "log_numbers",
                "number_share",
                "largest_number_log10",
                "log_decimals",
                "log_money_marks",
                "log_math_marks",
                "log_latex_marks",
                "log_code_marks",
                "log_quotes",
                "log_brackets",
                "log_colons",
                "log_blanks",
                "log_question_marks"));
        for (Group group : Group.values()) {
            names.add("log_" + group.name().toLowerCase(Locale.ROOT) + "_words");
        }
        QUESTION_WORDS.forEach(word -> names.add("asks_" + word));
        names.addAll(List.of(
                "starts_with_question_word",
                "no_question_mark",
                "options",
                "option_log_chars",
                "option_spread",
                "option_numeric_share",
                "option_catch_alls",
                "option_similarity"));
        return names.stream().map(VERSION::concat).toList();
    }

    /** Writes one value after another. */
    private static final class Sink {
        private final float[] into;
        private int next;

        Sink(float[] into, int offset) {
            this.into = into;
            this.next = offset;
        }

        void value(double value) {
            into[next++] = (float) value;
        }

        void count(int count) {
            value(Math.log1p(count));
        }
    }
}
