package dev.tierwise.core.prompt.surface;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Reads {@link SurfaceFeatures} off text after text and allocates nothing on the way. Not thread-safe. */
public final class SurfaceReader {
    private static final long[] QUESTION_HASHES = SurfaceFeatures.QUESTION_WORDS.stream()
            .mapToLong(SurfaceReader::hash)
            .toArray();

    /** Logarithms of the counts that most texts have, of which some forty are needed for each. */
    private static final double[] LOG_1P =
            IntStream.range(0, 1_024).mapToDouble(Math::log1p).toArray();

    private final AnswerOptions answers = new AnswerOptions();
    private final TextScan scan = new TextScan();
    /** By option: where its words begin and end among all, and how many digits and letters it has. */
    private final int[] firstWord = new int[AnswerOptions.MOST];

    private final int[] lastWord = new int[AnswerOptions.MOST];
    private final int[] digits = new int[AnswerOptions.MOST];
    private final int[] letters = new int[AnswerOptions.MOST];
    /** By number of a word: the last option it was met in, the first being 1. */
    private int[] metIn = new int[0];

    private final long[] questionWords = new long[16];
    private float[] into = new float[0];
    private int next;

    /** Writes as many finite values as there are names to {@code into} from {@code offset} on. */
    public void extract(String text, float[] into, int offset) {
        this.into = into;
        this.next = offset;
        answers.find(text);
        scan.start();
        scan.read(text, answers.stemEnd());
        int stemChars = text.codePointCount(0, answers.stemEnd());
        int stemWords = scan.words;
        int stemSentences = scan.sentences;
        int questionLength = scan.lastSentenceWords;
        long opening = scan.firstWord();
        readOptions(text);
        int chars = text.codePointCount(0, text.length());
        count(chars);
        count(scan.words);
        count(scan.sentences);
        count(scan.lines);
        count(stemChars);
        count(stemWords);
        count(stemSentences);
        count(questionLength);
        characters(Math.max(1, chars));
        vocabulary();
        numbersAndMarks();
        for (int count : scan.groups) {
            count(count);
        }
        questionForm(text, opening);
        options(text);
        assert next - offset == SurfaceFeatures.NAMES.size();
    }

    /** Reads on from the end of the question, and notes what stands in each option. */
    private void readOptions(String text) {
        for (int i = 0; i < answers.count(); i++) {
            scan.read(text, answers.from(i));
            firstWord[i] = scan.words;
            digits[i] = -scan.digits;
            letters[i] = -scan.letters;
            scan.read(text, answers.to(i));
            lastWord[i] = scan.words;
            digits[i] += scan.digits;
            letters[i] += scan.letters;
        }
        scan.read(text, text.length());
    }

    private void characters(double chars) {
        value(scan.digits / chars);
        value(scan.upper / chars);
        value(scan.punctuation / chars);
        value(scan.symbols / chars);
        value(scan.letters / chars);
        value(scan.nonAscii / chars);
        value(scan.nonLatinLetters / chars);
    }

    private void vocabulary() {
        double words = Math.max(1, scan.words);
        count(scan.uniqueWords());
        value(scan.uniqueWords() / words);
        value(scan.wordLetters / words);
        value(scan.longWords / words);
        value(scan.veryLongWords / words);
        value(scan.syllables / words);
        value(scan.capitalisedWords / words);
        value(scan.allCapsWords / words);
        value(scan.words / (double) Math.max(1, scan.sentences));
    }

    private void numbersAndMarks() {
        count(scan.numbers);
        value(scan.numbers / (double) Math.max(1, scan.words + scan.numbers));
        value(Math.log10(1 + scan.largestNumber));
        count(scan.decimals);
        count(scan.moneyMarks);
        count(scan.mathMarks);
        count(scan.latexMarks);
        count(scan.codeMarks);
        count(scan.quotes);
        count(scan.brackets);
        count(scan.colons);
        count(scan.blanks);
        count(scan.questionMarks);
    }

    private void questionForm(String text, long opening) {
        int stemEnd = answers.stemEnd();
        int lastMark = text.lastIndexOf('?', stemEnd - 1);
        int from = lastMark < 0 ? 0 : sentenceStart(text, lastMark);
        hashWords(text, from, lastMark < 0 ? stemEnd : lastMark);
        for (long question : QUESTION_HASHES) {
            value(contains(questionWords, question) ? 1 : 0);
        }
        value(contains(QUESTION_HASHES, opening) ? 1 : 0);
        value(lastMark < 0 ? 1 : 0);
    }

    private void options(String text) {
        int count = answers.count();
        double sum = 0;
        double sumOfSquares = 0;
        int numeric = 0;
        int catchAll = 0;
        for (int i = 0; i < count; i++) {
            double length = log1p(text.codePointCount(answers.from(i), answers.to(i)));
            sum += length;
            sumOfSquares += length * length;
            numeric += digits[i] > letters[i] ? 1 : 0;
            catchAll += isCatchAll(text, answers.from(i), answers.to(i)) ? 1 : 0;
        }
        double n = Math.max(1, count);
        double mean = sum / n;
        value(count);
        value(mean);
        value(Math.sqrt(Math.max(0, sumOfSquares / n - mean * mean)));
        value(numeric / n);
        value(catchAll);
        value(count < 2 ? 0 : alike(count) / (count - 1));
    }

    /** How many of their words neighbouring options share, as the sum of their Jaccard similarities. */
    private double alike(int count) {
        if (metIn.length < scan.uniqueWords()) {
            metIn = new int[2 * scan.uniqueWords()];
        } else {
            Arrays.fill(metIn, 0, scan.uniqueWords(), 0);
        }
        double sum = 0;
        int before = 0;
        for (int option = 1; option <= count; option++) {
            int different = 0;
            int shared = 0;
            for (int i = firstWord[option - 1]; i < lastWord[option - 1]; i++) {
                int met = metIn[scan.wordNumber(i)];
                different += met == option ? 0 : 1;
                shared += met == option - 1 && option > 1 ? 1 : 0;
                metIn[scan.wordNumber(i)] = option;
            }
            if (option > 1) {
                int union = before + different - shared;
                sum += union == 0 ? 1 : (double) shared / union;
            }
            before = different;
        }
        return sum;
    }

    private static boolean isCatchAll(String text, int from, int to) {
        if (matches(text, from, to, "both ")) {
            return true;
        }
        for (int i = from; i < to; i++) {
            if ((text.charAt(i) | ' ') == 'o'
                    && (matches(text, i, to, "of the above") || matches(text, i, to, "of these"))) {
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
        value(log1p(count));
    }

    private static double log1p(int count) {
        return count < LOG_1P.length ? LOG_1P[count] : Math.log1p(count);
    }
}
