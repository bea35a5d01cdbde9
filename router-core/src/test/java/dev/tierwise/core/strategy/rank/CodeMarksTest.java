package dev.tierwise.core.strategy.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Signals;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the condition of a rule takes for program code. */
final class CodeMarksTest {
    private static final Condition CODE = Conditions.code(true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "def f(x):\n    return x + 1",
                "What does this do?\n\n   import os\n   os.remove(path);",
                "select a, b from t where a == b",
                "one line\nSELECT name FROM a JOIN b ON a.id = b.id;\nlast line",
                "Exception in thread main\n    at dev.Main.run(Main.java:3)\n  return x",
                "boolean same = f(a, b) == g();"
            })
    void codeIsTold(String prompt) {
        assertThat(isCode(prompt)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Which book should I select from the shelf where I keep them?",
                "Select one\nand one from the other, where you can;",
                "What is the capital of France (and of Spain)?",
                "import duties",
                ""
            })
    void proseIsNoCode(String prompt) {
        assertThat(isCode(prompt)).isFalse();
    }

    static List<String> promptsOfRepeatedMarks() {
        return List.of(
                "select ".repeat(300) + "from ".repeat(500),
                "select from ".repeat(400),
                "select ".repeat(200) + "from ".repeat(300) + "wher ".repeat(300),
                "\n".repeat(4_000),
                "f(".repeat(2_000),
                "f".repeat(2_000) + "(".repeat(2_000));
    }

    @ParameterizedTest
    @MethodSource("promptsOfRepeatedMarks")
    void repeatedMarksOfCodeAreReadFast(String prompt) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(2), () -> assertThat(isCode(prompt)).isFalse());
    }

    private static boolean isCode(String prompt) {
        return CODE.holds(RequestFacts.of(Prompt.of(prompt)), Signals.none());
    }
}
