package dev.tierwise.core.strategy.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tierwise.core.prompt.Prompt;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArithmeticTest {
    @ParameterizedTest
    @CsvSource({
        "7 / 4 = 3 rows,false",
        "5*75+120 = 675+120 = 795,false",
        "5*75+120 = 375+120 = 495,true",
        "The total is $2 * 3 + $4 = $6 + $4 = $10.,true",
        "100/3 * 4 = 33.3 * 4 = 133.2,true",
        "100/3 * 4 = 30 * 4 = 120,false",
        "6 * 2 = 4 * 3 = 12 = 12,true",
        "2 + 2 = 4 3 + 3 = 6,true",
        "2 * x + 3 = 2 * 4 + 3 = 11,true",
        "She has 16 - 3 - 4 = 9 eggs and earns 9 * $2 = $18.,true",
        "The value is <<80000+50000=130000>>130000.,true",
        "That makes 3 * 4 = 13.,false",
        "Half of it is 7 / 2 = 3.5 and 10/3 = 3.33.,true",
        "It is (2 + 3) * 4 = 20.,true",
        "It is (2 + 3) * 4 = 14.,false",
        "No sums here.,true",
        "64/4.5 = 14.222222222222223,true",
        "3*4 = 13,false",
        "Sure! 2 + 2 = 5,false",
        "1. 2 + 2 = 5,false",
        "- 2 + 2 = 5,false",
        "**2 + 2 = 5**,false",
        "-5 + 3 = 2,false",
        "'1,200 + 300 = 1,400',false"
    })
    void sumsAreWorkedOutAgain(String answer, boolean right) {
        assertThat(isAccepted(answer)).isEqualTo(right);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Parts of formulas, which are no sums.
                "3*4 + 2*5 = 12 + 10 = 22",
                "1/2 + 1/4 = 3/4",
                "-5 + 3 = -2",
                "It is -5 + 3 = -2.",
                "2^3 + 1 = 9",
                "x - 3 + 5 = 7",
                "x -3 + 5 = 7",
                "7 % 4 + 1 = 4",
                "5% of 200 + 10 = 20",
                "2 \\times 3 + 4 = 10",
                "\\frac{1}{2}(3 + 5) = 4",
                "sqrt(9) + 1 = 4",
                "5 − 3 + 2 = 4",
                ".5 + .5 = 1",
                "7 / 2 = 3 1/2",
                "2 * (1 - 20/100) = 2 \\* 0.8",
                "3,5 + 1,5 = 5",
                "7/4 = 1 remainder 3",
                "7 / 4 = 1 with a remainder of 3",
                "7 ÷ 4 = 1, remainder 3, so one bus and three people",
                "7 / 4 = 1 R3",
                // Lists and sentences that end before the sum.
                "1. 3 + 4 = 7\n2. 5 + 6 = 11",
                "- 16 - 3 = 13\n- 13 * 2 = 26",
                "* 3 + 4 = 7\n* **3 + 4 = 7**",
                "On day 2, 3 + 4 = 7.",
                "There are 5. 3 + 4 = 7."
            })
    void whatOnlyLooksLikeAWrongSumIsAccepted(String answer) {
        assertThat(isAccepted(answer)).isTrue();
    }

    static List<String> answersThatAreLongOrDeep() {
        return List.of(
                "(".repeat(5_000) + "1+1" + ")".repeat(5_000) + " = 2",
                "7".repeat(100_000),
                "7 ".repeat(50_000) + "= 1",
                "1 + ".repeat(25_000),
                "= ".repeat(50_000),
                " ".repeat(100_000) + "= 1",
                "1" + ",000".repeat(25_000) + " + 1 = many");
    }

    @ParameterizedTest
    @MethodSource("answersThatAreLongOrDeep")
    void longAndDeepAnswersAreReadOnce(String answer) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(2), () -> assertThat(isAccepted(answer)).isTrue());
    }

    private static boolean isAccepted(String answer) {
        return new Arithmetic()
                .look(new Asked(Prompt.of("?"), null), Answer.of(answer), Completion.NONE)
                .accepted();
    }
}
