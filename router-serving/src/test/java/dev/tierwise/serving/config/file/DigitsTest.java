package dev.tierwise.serving.config.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DigitsTest {
    @Test
    void thePatternMatchesEveryNumberUpToTheBoundAndNoOther() {
        for (int max : new int[] {1, 7, 9, 10, 19, 99, 100, 101, 365, 999, 1_024, 8_760, 65_535}) {
            Pattern pattern = Pattern.compile(Digits.upTo(max));
            for (int number = 0; number <= 2 * max + 100; number++) {
                assertThat(pattern.matcher(Integer.toString(number)).matches())
                        .as("%d in 1..%d", number, max)
                        .isEqualTo(number >= 1 && number <= max);
            }
        }
    }
}
