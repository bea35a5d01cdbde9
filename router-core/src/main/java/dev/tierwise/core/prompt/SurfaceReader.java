package dev.tierwise.core.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads {@link SurfaceFeatures} off text after text and allocates nothing on the way. Not thread-safe. */
public final class SurfaceReader {
    private static final long[] QUESTION_HASHES = SurfaceFeatures.QUESTION_WORDS.stream()
            .mapToLong(SurfaceReader::hash)
            .toArray();

    private final AnswerOptions answers = new AnswerOptions();
    private final TextScan whole = new TextScan();
    private final TextScan question = new TextScan();
    private final List<TextScan> options = new ArrayList<>();
    private final long[] questionWords = new long[16];
    private float[] into = new float[0];
    private int next;

    /** Writes as many finite values as there are names to {@code into} from {@code offset} on. */
    public void extract(String text, float[] into, int offset) {
        this.into = into;
        this.next = offset;
        answers.find(text);
        whole.scan(text, 0, text.length());
        TextScan stem = answers.count() == 0 ? whole : question.scan(text, 0, answers.stemEnd());
        size(stem);
        characters();
        vocabulary();
        numbersAndMarks();
        for (int count : whole.groups) {
            count(count);
        }
        questionForm(text, stem);
        options(text);
        assert next - offset == SurfaceFeatures.NAMES.size();
    }

    private void size(TextScan stem) {
        count(whole.codePoints);
        count(whole.words);
        count(whole.sentences);
        count(whole.lines);
        count(stem.codePoints);
        count(stem.words);
        count(stem.sentences);
        count(stem.lastSentenceWords);
    }

    private void characters() {
        double chars = Math.max(1, whole.codePoints);
        value(whole.digits / chars);
        value(whole.upper / chars);
        value(whole.punctuation / chars);
        value(whole.symbols / chars);
        value(whole.letters / chars);
        value(whole.nonAscii / chars);
        value(whole.nonLatinLetters / chars);
    }

    private void vocabulary() {
        double words = Math.max(1, whole.words);
        count(whole.uniqueWords);
        value(whole.uniqueWords / words);
        value(whole.wordLetters / words);
        value(whole.longWords / words);
        value(whole.veryLongWords / words);
        value(whole.syllables / words);
        value(whole.capitalisedWords / words);
        value(whole.allCapsWords / words);
        value(whole.words / (double) Math.max(1, whole.sentences));
    }

    private void numbersAndMarks() {
        count(whole.numbers);
        value(whole.numbers / (double) Math.max(1, whole.words + whole.numbers));
        value(Math.log10(1 + whole.largestNumber));
        count(whole.decimals);
        count(whole.moneyMarks);
        count(whole.mathMarks);
        count(whole.latexMarks);
        count(whole.codeMarks);
        count(whole.quotes);
        count(whole.brackets);
        count(whole.colons);
        count(whole.blanks);
        count(whole.questionMarks);
    }

    private void questionForm(String text, TextScan stem) {
        int stemEnd = answers.stemEnd();
        int lastMark = text.lastIndexOf('?', stemEnd - 1);
        int from = lastMark < 0 ? 0 : sentenceStart(text, lastMark);
        hashWords(text, from, lastMark < 0 ? stemEnd : lastMark);
        for (long question : QUESTION_HASHES) {
            value(contains(questionWords, question) ? 1 : 0);
        }
        value(contains(QUESTION_HASHES, stem.firstWord) ? 1 : 0);
        value(lastMark < 0 ? 1 : 0);
    }

    private void options(String text) {
        int count = answers.count();
        double sum = 0;
        double sumOfSquares = 0;
        int numeric = 0;
        int catchAll = 0;
        for (int i = 0; i < count; i++) {
            TextScan scan = option(i).scan(text, answers.from(i), answers.to(i));
            double length = Math.log1p(scan.codePoints);
            sum += length;
            sumOfSquares += length * length;
            numeric += scan.digits > scan.letters ? 1 : 0;
            catchAll += isCatchAll(text, answers.from(i), answers.to(i)) ? 1 : 0;
        }
        double n = Math.max(1, count);
        double mean = sum / n;
        double alike = 0;
        for (int i = 1; i < count; i++) {
            alike += option(i).similarity(option(i - 1));
        }
        value(count);
        value(mean);
        value(Math.sqrt(Math.max(0, sumOfSquares / n - mean * mean)));
        value(numeric / n);
        value(catchAll);
        value(count < 2 ? 0 : alike / (count - 1));
    }

    private TextScan option(int i) {
        while (options.size() <= i) {
            options.add(new TextScan());
        }
        return options.get(i);
    }

    private static boolean isCatchAll(String text, int from, int to) {
        if (matches(text, from, to, "both ")) {
            return true;
        }
        for (int i = from; i < to; i++) {
            if (matches(text, i, to, "of the above") || matches(text, i, to, "of these")) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String text, int at, int to, String words) {
        return at + words.length() <= to && text.regionMatches(true, at, words, 0, words.length());
    }

    private static int sentenceStart(String text, int mark) {
        int i = mark - 1;
        while (i >= 0 && ".?!\n".indexOf(text.charAt(i)) < 0) {
            i--;
        }
        return i + 1;
    }

    /** The first words of a stretch, as many as there is room for. */
    private void hashWords(String text, int from, int to) {
        Arrays.fill(questionWords, 0);
        int count = 0;
        long hash = Lexicon.START;
        for (int i = from; i <= to && count < questionWords.length; i++) {
            char c = i < to ? Character.toLowerCase(text.charAt(i)) : ' ';
            if (Character.isLetter(c)) {
                hash = Lexicon.extend(hash, c);
            } else if (hash != Lexicon.START) {
                questionWords[count++] = hash;
                hash = Lexicon.START;
            }
        }
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

    private void value(double value) {
        into[next++] = (float) value;
    }

    private void count(int count) {
        value(Math.log1p(count));
    }
}
