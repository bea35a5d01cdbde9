package dev.tierwise.core.strategy.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.prompt.Prompt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ShapeTest {
    private static Check.Verdict look(String pattern, String answer) {
        return new Shape(Pattern.compile(pattern))
                .look(new Asked(Prompt.of("?"), null), Answer.of(answer), Completion.NONE);
    }

    @Test
    void isFoundAnywhereInTheAnswer() {
        assertThat(look("#### [0-9]+", "So it is\n#### 18").accepted()).isTrue();
        assertThat(look("#### [0-9]+", "So it is 18").why()).isEqualTo("does not match #### [0-9]+");
    }

    @Test
    void anAnswerTooLongForThePatternDoesNotPass() {
        String everything = "(a|b)*c";
        assertThat(look(everything, "ab".repeat(10) + "c").accepted()).isTrue();
        assertThat(look(everything, "ab".repeat(1_000_000) + "c").why()).startsWith("is too long to be matched");
    }
}
