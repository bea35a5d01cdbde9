package dev.tierwise.core.prompt.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PatternSearchTest {
    private static final int LONG = 500_000;

    @ParameterizedTest
    @CsvSource({"needle", "(?i)nEEdle", "'n.{0,20}le'", "\\bneedle$", "[a-z]+ needle"})
    void findsWhatIsThereAtTheEndOfALongText(String pattern) {
        assertThat(PatternSearch.finds(Pattern.compile(pattern), "hay ".repeat(LONG) + "needle"))
                .contains(true);
    }

    @Test
    void saysThatSomethingIsNotThere() {
        assertThat(PatternSearch.finds(Pattern.compile("needle"), "hay ".repeat(LONG)))
                .contains(false);
    }

    @ParameterizedTest
    @CsvSource({"write.*code, 'write '", "(a|b)+c, a", "(a+)+c, a"})
    void givesUpAPatternThatReadsALongTextOverAndOver(String pattern, String repeated) {
        assertThat(PatternSearch.finds(Pattern.compile(pattern), repeated.repeat(LONG)))
                .isEmpty();
        assertThat(PatternSearch.replaceAll(Pattern.compile(pattern), repeated.repeat(LONG), ""))
                .isEmpty();
    }

    @Test
    void replaces() {
        assertThat(PatternSearch.replaceAll(Pattern.compile("b+"), "abba abba", "-"))
                .contains("a-a a-a");
    }
}
