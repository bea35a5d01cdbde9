package dev.tierwise.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.prompt.Prompt.Role;
import dev.tierwise.core.prompt.Prompt.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RoutingTextTest {
    @Test
    void isTheLastUserTurnAndNothingOfTheApplication() {
        Prompt prompt = new Prompt(List.of(
                turn(Role.SYSTEM, "You are helpful."),
                turn(Role.USER, "x".repeat(300)),
                turn(Role.ASSISTANT, "Sure."),
                turn(Role.USER, "y".repeat(300)),
                turn(Role.TOOL, "{}")));

        assertThat(RoutingText.DEFAULT.of(prompt)).isEqualTo("y".repeat(300));
    }

    @Test
    void aShortFollowUpIsReadWithWhatCameBefore() {
        RoutingText part = new RoutingText(64, 20, false);

        assertThat(part.of(Prompt.ofUserTurns(List.of("Prove it.", "And again?"))))
                .isEqualTo("rove it.\n\nAnd again?")
                .hasSizeLessThanOrEqualTo(20);
        assertThat(new RoutingText(64, 0, false).of(Prompt.ofUserTurns(List.of("Prove it.", "Again?"))))
                .isEqualTo("Again?");
    }

    @Test
    void isEmptyWhereNoUserTurnHasText() {
        assertThat(RoutingText.DEFAULT.of(new Prompt(List.of()))).isEmpty();
        assertThat(RoutingText.DEFAULT.of(new Prompt(List.of(turn(Role.USER, " \n"), turn(Role.SYSTEM, "Hi")))))
                .isEmpty();
    }

    @Test
    void aBlankTurnIsPassedOver() {
        assertThat(RoutingText.DEFAULT.of(Prompt.ofUserTurns(List.of("Why?", " "))))
                .isEqualTo("Why?");
    }

    @Test
    void aLongTextKeepsBothItsEnds() {
        String text = RoutingText.DEFAULT.of(Prompt.of("The begin " + "x".repeat(20_000) + " end"));

        // The line end between the two is one character in plain text.
        assertThat(text).startsWith("The begin ").endsWith(" end").hasSize(RoutingText.DEFAULT.maxChars() - 1);
    }

    @Test
    void aQuestionBetweenManyBlanksIsRead() {
        for (String blank : List.of(" ", "\n", "\t", "\u2003")) {
            String wide = blank.repeat(8_191) + "What is 2+2?" + blank.repeat(8_191);

            assertThat(RoutingText.DEFAULT.of(Prompt.of(wide))).isEqualTo("What is 2+2?");
            assertThat(RoutingText.AS_WRITTEN.of(Prompt.of(wide))).isEqualTo("What is 2+2?");
        }
    }

    @Test
    void isNeverLongerThanAskedForAndNeverSplitsACharacter() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            int max = 64 + random.nextInt(200);
            RoutingText part = new RoutingText(max, random.nextInt(max + 1), false);
            List<String> turns = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                StringBuilder turn = new StringBuilder();
                for (int c = random.nextInt(300); c >= 0; c--) {
                    turn.appendCodePoint(random.nextBoolean() ? 0x1F600 : 'a');
                }
                turns.add(turn.toString());
            }
            String text = part.of(Prompt.ofUserTurns(turns));

            assertThat(text.length()).as("seed %d", seed).isBetween(1, max);
            assertThat(text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF))
                    .as("whole characters, seed %d", seed)
                    .isTrue();
        }
    }

    @Test
    void refusesBoundsThatMakeNoSense() {
        assertThatThrownBy(() -> new RoutingText(63, 0, false))
                .hasMessageContaining("63")
                .hasMessageContaining("at least 64");
        assertThatThrownBy(() -> new RoutingText(100, 101, false)).hasMessageContaining("0..100");
        assertThatThrownBy(() -> new RoutingText(100, -1, false)).hasMessageContaining("-1");
    }

    private static Turn turn(Role role, String text) {
        return new Turn(role, text, 0);
    }
}
