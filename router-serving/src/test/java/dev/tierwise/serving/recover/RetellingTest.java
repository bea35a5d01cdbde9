package dev.tierwise.serving.recover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetellingTest {
    private static final long SEED = 20_260_301;

    @Test
    void givesWhatFollowsWhatIsKnownHoweverBothWereCut() {
        Random random = new Random(SEED);
        for (int round = 0; round < 2_000; round++) {
            String text = random.ints(random.nextInt(1, 60), 'a', 'd')
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            int known = random.nextInt(text.length() + 1);
            Retelling retelling = Retelling.of(text.substring(0, known));
            StringBuilder fresh = new StringBuilder();
            int at = 0;
            while (at < text.length()) {
                int to = Math.min(text.length(), at + random.nextInt(4));
                fresh.append(retelling.next(text.substring(at, to)).orElseThrow());
                at = to;
            }
            assertThat(fresh.toString())
                    .as("seed %d, round %d: %s after %d", SEED, round, text, known)
                    .isEqualTo(text.substring(known));
            assertThat(retelling.caughtUp()).isTrue();
        }
    }

    @Test
    void noticesTheFirstCharacterThatDiffers() {
        Retelling retelling = Retelling.of("The sum is 12.");
        assertThat(retelling.next("The sum ")).contains("");
        assertThat(retelling.caughtUp()).isFalse();
        assertThat(retelling.next("equals 12.")).isEmpty();
    }

    @Test
    void saysThatAShorterTextHasNotCaughtUp() {
        Retelling retelling = Retelling.of("one two");
        assertThat(retelling.next("one")).contains("");
        assertThat(retelling.caughtUp()).isFalse();
    }

    @Test
    void leavesOutTheBlanksTheClientHasAndMissesNone() {
        assertThat(Retelling.after(" ").next(" 41")).isEqualTo(Optional.of("41"));
        assertThat(Retelling.after(" ").next("41")).isEqualTo(Optional.of("41"));
        assertThat(Retelling.after("\n\n").next("\n")).isEqualTo(Optional.of(""));
        assertThat(Retelling.after("").next(" 41")).isEqualTo(Optional.of(" 41"));
        assertThat(Retelling.after(" ").caughtUp()).isTrue();
    }
}
