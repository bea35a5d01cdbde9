package dev.tierwise.core.prompt.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
    private static final String QUESTION =
            "What is the capital of France? I think it is Paris.\nA. Paris\nB. Lyon\nC. Nice";

    @ParameterizedTest
    @ValueSource(
            strings = {
                QUESTION,
                "ok",
                "Why is NASA's budget small?",
                "Why is this funny? \ud83d\ude02",
                "\u4f60\u597d\u3002\u4e16\u754c",
                "Summarise:\nThe cell. Its wall."
            })
    void leavesPlainTextAsItIs(String text) {
        assertThat(PlainText.of(text)).isSameAs(text);
    }

    @Test
    void spacingAndInvisibleCharactersChangeNothing() {
        assertThat(PlainText.of("\n\n  " + QUESTION.replace("\n", "  \r\n\t\n") + "\n\n"))
                .isEqualTo(QUESTION);
        assertThat(PlainText.of(QUESTION.replace(" ", "  "))).isEqualTo(QUESTION);
        assertThat(PlainText.of(QUESTION.replace(' ', '\u00a0'))).isEqualTo(QUESTION);
        assertThat(PlainText.of(QUESTION.replace("a", "\u200ba"))).isEqualTo(QUESTION);
        // A tag, a musical beam and a hieroglyph's joiner: each is two UTF-16 units, neither of which is a format
        // character. The others are none at all: a joiner of graphemes, fillers of Hangul, variation selectors, Braille
        // without a dot.
        for (int hidden :
                new int[] {0xe0061, 0x1d173, 0x13430, 0x34f, 0x115f, 0x3164, 0xffa0, 0x180b, 0xfe0f, 0xe0100, 0x2800}) {
            assertThat(PlainText.of(QUESTION + Character.toString(hidden).repeat(20)))
                    .as("%x", hidden)
                    .isEqualTo(QUESTION);
        }
        assertThat(PlainText.of(QUESTION.replace("i", "i\ufe0f").replace(".", "\u3164.")))
                .isEqualTo(QUESTION);
        assertThat(PlainText.of("    " + QUESTION.replace("\n", "\n    "))).isEqualTo(QUESTION);
        assertThat(PlainText.of("```text\n" + QUESTION + "\n```")).isEqualTo(QUESTION);
    }

    @Test
    void lettersOfOtherWidthsAndStylesBecomeTheUsualOnes() {
        assertThat(PlainText.of("\uff37\uff48\uff41\uff54 is it?")).isEqualTo("What is it?");
        assertThat(PlainText.of(new StringBuilder().appendCodePoint(0x1d400).append(" and B") + ""))
                .isEqualTo("A and B");
        assertThat(PlainText.of(QUESTION.replace('.', '\uff0e').replace('?', '\uff1f')))
                .isEqualTo(QUESTION);
    }

    /** The JDK's own lower case takes seconds for this: it looks for the end of the word from each of its letters. */
    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aWordOfManySigmasTakesNoLongerThanAnother() {
        String shouted = "\u03a3".repeat(16_000) + " AA BB CC DD EE";
        for (int i = 0; i < 20; i++) {
            assertThat(PlainText.of(shouted)).endsWith("\u03c3 aa bb cc dd ee");
        }
    }

    @Test
    void capitalsThatSayNothingGiveWayToSentenceCase() {
        String expected = "What is the capital of france? I think it is paris.\nA. Paris\nB. Lyon\nC. Nice";
        assertThat(PlainText.of(QUESTION.toUpperCase(Locale.ROOT))).isEqualTo(expected);
        assertThat(PlainText.of(QUESTION.toLowerCase(Locale.ROOT))).isEqualTo(expected);
    }

    @Test
    void capitalsAreJudgedOverAllOfAVeryLongText() {
        String shouted = "WHAT IS THIS,  AND WHY? ".repeat(60_000);
        assertThat(PlainText.of(shouted))
                .isEqualTo("What is this, and why? ".repeat(60_000).strip());
    }

    @Test
    void wordsWithoutCaseSayNothingOfCapitals() {
        String uncased = " \u4f60\u597d".repeat(6);
        assertThat(PlainText.of("WHAT IS IT NOW" + uncased)).isEqualTo("What is it now" + uncased);
    }

    @Test
    void tabsAreFourBlanksWhereALineBegins() {
        assertThat(PlainText.of("if a:\n\tb\t \tc\t\n\n \t d")).isEqualTo("if a:\n    b c\n      d");
    }

    @Test
    void keepsWhatAllLinesAreNotIndentedBy() {
        assertThat(PlainText.of("def f(x):\n    return x")).isEqualTo("def f(x):\n    return x");
        assertThat(PlainText.of("  if a:\n\n      b  c")).isEqualTo("if a:\n    b c");
    }

    @Test
    void textOfInvisibleCharactersAloneIsLeft() {
        assertThat(PlainText.of("\u200b\u200b")).isEqualTo("\u200b\u200b");
    }

    @Test
    void plainTextIsPlainAtOnceWhateverItWas() {
        String letters = "aB c.\n\t\u00a0\u200b\u00e9\uff21 \u4f60`1?  ";
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String text = random.ints(random.nextInt(1, 60), 0, letters.length())
                    .mapToObj(i -> letters.substring(i, i + 1))
                    .collect(Collectors.joining());
            String plain = PlainText.of(text);
            assertThat(PlainText.of(plain)).as("seed %d", seed).isEqualTo(plain);
        }
    }

    /** It takes the indentation of code for uneven, which the other way then leaves. */
    @Test
    void theAutomatonAcceptsOnlyWhatTheOtherWayLeavesAsItIs() {
        SplittableRandom random = new SplittableRandom(11);
        int accepted = 0;
        for (int row = 0; row < 20_000; row++) {
            StringBuilder text = new StringBuilder();
            int pieces = 1 + random.nextInt(12);
            String[] of = random.nextInt(3) == 0 ? ROUGH : SMOOTH;
            for (int i = 0; i < pieces; i++) {
                text.append(of[random.nextInt(of.length)]);
            }
            String whole = text.append(random.nextBoolean() ? "e" : "\u00e9").toString();
            // With something at its end that goes, a text is made plain the other way.
            String made = PlainText.of(whole + "\u200b");
            if (PlainAutomaton.accepts(whole)) {
                accepted++;
                assertThat(made).as("row %d: <%s>", row, whole).isEqualTo(whole);
                assertThat(PlainText.of(whole)).isSameAs(whole);
            }
        }
        assertThat(accepted).as("what it accepted when it was written").isEqualTo(11_303);
    }

    private static final String[] SMOOTH = {"the ", "Cat ", "sat, ", "on it.\n", "A 7 ", "NASA ", "iPhone ", "x", "Y "};
    private static final String[] ROUGH = {"the ", "THE", " ", "\n", "\t", "a\u007f", "B", "cD ", "5", "```", ". "};
}
