package dev.tierwise.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalsTest {
    @Test
    void writesWhatTheFormatterWrites() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            double value = i % 3 == 0 ? random.nextInt(20_000) / 20_000.0 : random.nextDouble() * Math.pow(10, i % 7);
            int decimals = 1 + i % 6;
            assertThat(Decimals.of(value, decimals))
                    .as("%s, seed 7, row %d", value, i)
                    .isEqualTo(String.format(Locale.ROOT, "%." + decimals + "f", value));
        }
    }

    @Test
    void keepsTheZeros() {
        assertThat(Decimals.of(0, 4)).isEqualTo("0.0000");
        assertThat(Decimals.of(1, 6)).isEqualTo("1.000000");
    }
}
