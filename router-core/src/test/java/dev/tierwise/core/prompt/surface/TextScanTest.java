package dev.tierwise.core.prompt.surface;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextScanTest {
    private final TextScan scan = new TextScan();

    private void read(String text) {
        scan.start();
        scan.read(text, text.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What is 1,250.5 + $3? Tell me.\nA) one B) two",
                "Größe? \u65e5\u672c\u8a9e\u3002 NASA's x^2 = \\frac{1}{2}; `code`",
                "one two. three\n    indented\n\tcode"
            })
    void aTextReadInTwoGoesCountsAsReadInOne(String text) {
        for (int stop = 1; stop < text.length(); stop++) {
            if (text.charAt(stop) != ' ') {
                continue;
            }
            read(text);
            String whole = counts();
            scan.start();
            scan.read(text, stop);
            scan.read(text, text.length());
            assertEquals(whole, counts());
        }
    }

    @Test
    void nothingIsLeftOfTheTextBefore() {
        read("Hello world");
        String alone = counts();
        read("WHY 7.5 % of " + "different words and ever more of them, ".repeat(100) + "x1 ".repeat(300));
        read("Hello world");
        assertEquals(alone, counts());
        assertEquals(2, scan.words);
        assertEquals(2, scan.uniqueWords());
        assertEquals(1, scan.sentences);
    }

    private String counts() {
        return String.join(
                " ",
                "words " + scan.words + " of them different " + scan.uniqueWords(),
                "sentences " + scan.sentences + " lines " + scan.lines + " in the last " + scan.lastSentenceWords,
                "letters " + scan.letters + " upper " + scan.upper + " digits " + scan.digits + " in words "
                        + scan.wordLetters,
                "syllables " + scan.syllables + " long " + scan.longWords + " numbers " + scan.numbers,
                "largest " + scan.largestNumber + " marks " + scan.mathMarks + " " + scan.latexMarks + " "
                        + scan.codeMarks,
                "money " + scan.moneyMarks + " others " + scan.nonAscii + " first word " + scan.firstWord());
    }
}
