package dev.tierwise.core.prompt.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class SurfaceFeaturesTest {
    private static final String PREFIX = "surface1.";

    @Test
    void namesAreUniqueAndCarryTheVersion() {
        assertThat(SurfaceFeatures.NAMES)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).startsWith(PREFIX));
    }

    @Test
    void writesOnlyFiniteValuesAndOnlyItsOwnPlaces() {
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(400); i > 0; i--) {
                switch (random.nextInt(4)) {
                    case 0 -> text.append("\nA. B) (C) ? . 3,5.7. $5 $x__ ".charAt(random.nextInt(29)));
                    case 1 -> text.append((char) random.nextInt(0x10000));
                    case 2 -> text.append((char) (' ' + random.nextInt(95)));
                    default -> text.appendCodePoint(random.nextInt(0x110000));
                }
            }
            int d = SurfaceFeatures.NAMES.size();
            float[] into = new float[d + 2];
            into[0] = 42;
            into[d + 1] = 43;

            new SurfaceReader().extract(text.toString(), into, 1);

            assertThat(into[0]).isEqualTo(42);
            assertThat(into[d + 1]).isEqualTo(43);
            for (int i = 1; i <= d; i++) {
                String name = SurfaceFeatures.NAMES.get(i - 1);
                assertThat(into[i]).as("%s, seed %d", name, seed).isFinite().isNotNegative();
                boolean wide = name.endsWith("symbol_share") || name.endsWith("non_ascii_share");
                if (name.endsWith("_share") || name.contains(".asks_")) {
                    assertThat(into[i]).as("%s, seed %d", name, seed).isLessThanOrEqualTo(wide ? 2 : 1);
                }
            }
        }
    }

    @Test
    void aUsedReaderReadsLikeANewOne() {
        SurfaceReader used = new SurfaceReader();
        float[] again = new float[SurfaceFeatures.NAMES.size()];
        float[] fresh = new float[SurfaceFeatures.NAMES.size()];
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder("Which? ");
            for (int i = random.nextInt(900); i > 0; i--) {
                text.append("ab c7.\nA)B)C)D)".charAt(random.nextInt(15)));
            }
            text.append("\nA) one\nB) both of these\nC) none".substring(0, random.nextInt(30)));

            used.extract(text.toString(), again, 0);
            new SurfaceReader().extract(text.toString(), fresh, 0);

            assertThat(again).as("seed %d", seed).isEqualTo(fresh);
        }
    }

    @Test
    void emptyAndEndlessTextsAreTextsToo() {
        assertThat(feature("", "log_chars")).isZero();
        assertThat(feature("", "no_question_mark")).isEqualTo(1);
        assertThat(feature("9".repeat(100_000), "largest_number_log10")).isFinite();
        assertThat(feature("A.\n".repeat(100_000), "options")).isZero();
    }

    @Test
    void countsEnterAsLogarithms() {
        assertThat(feature("Three little words.", "log_words")).isCloseTo((float) Math.log(4), within(1e-6f));
        assertThat(feature("One. Two! Three?", "log_sentences")).isCloseTo((float) Math.log(4), within(1e-6f));
        assertThat(feature("a\nb\nc", "log_lines")).isCloseTo((float) Math.log(4), within(1e-6f));
        assertThat(feature("\uD83D\uDE00\uD83D\uDE00", "log_chars")).isCloseTo((float) Math.log(3), within(1e-6f));
    }

    @Test
    void numbersAreReadWithSeparatorsAndDecimals() {
        assertThat(feature("3.14159265358979323846", "largest_number_log10"))
                .isEqualTo((float) Math.log10(1 + Math.PI), within(1e-6f));
        assertThat(feature("It costs 1,234.5 in all.", "largest_number_log10"))
                .isCloseTo((float) Math.log10(1235.5), within(1e-6f));
        assertThat(feature("1 and 2 and 3.5", "log_numbers")).isCloseTo((float) Math.log(4), within(1e-6f));
        assertThat(feature("1 and 2 and 3.5", "log_decimals")).isCloseTo((float) Math.log(2), within(1e-6f));
    }

    @Test
    void theQuestionIsTheLastOne() {
        String text = "What is a prime? I know that. Why are there infinitely many?";

        assertThat(feature(text, "asks_why")).isEqualTo(1);
        assertThat(feature(text, "asks_what")).isZero();
        assertThat(feature(text, "starts_with_question_word")).isEqualTo(1);
        assertThat(feature(text, "no_question_mark")).isZero();
    }

    @Test
    void answerOptionsAreToldFromTheStem() {
        String question = "Which is a prime?";
        String text = question + "\nA. 4\nB. 5\nC. 6\nD. None of the above";

        assertThat(feature(text, "options")).isEqualTo(4);
        assertThat(feature(text, "option_numeric_share")).isEqualTo(0.75f);
        assertThat(feature(text, "option_catch_alls")).isEqualTo(1);
        assertThat(feature(text, "stem_log_words")).isEqualTo(feature(question, "log_words"));
        assertThat(feature("A. Einstein was a physicist.\nWho else?", "options"))
                .isZero();
        assertThat(feature("(A) yes\n(B) no", "options")).isEqualTo(2);
    }

    @Test
    void aLoneLabelBeforeTheOptionsHidesNone() {
        assertThat(feature("Why?\nA.\nA. one\nB. two\nC. three", "options")).isEqualTo(3);
    }

    @Test
    void everyIdeographIsAWord() {
        assertThat(feature("\u4f60\u597d\u5417", "log_words")).isCloseTo((float) Math.log(4), within(1e-6f));
    }

    @Test
    void wordsAreFoundInTheirListsWhateverTheirCase() {
        assertThat(feature("NOT never", "log_negation_words")).isCloseTo((float) Math.log(3), within(1e-6f));
        assertThat(feature("knot nevermore", "log_negation_words")).isZero();
    }

    private static float feature(String text, String name) {
        float[] features = new float[SurfaceFeatures.NAMES.size()];
        new SurfaceReader().extract(text, features, 0);
        int at = SurfaceFeatures.NAMES.indexOf(PREFIX + name);
        assertThat(at).as(name).isNotNegative();
        return features[at];
    }
}
