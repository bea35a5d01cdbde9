package dev.tierwise.serving.litellm;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** LiteLLM's seconds in our way of writing time. */
final class Durations {
    private Durations() {}

    /** Null where the key is absent, or not above zero. */
    static @Nullable String of(Source source, String key) {
        BigDecimal seconds = source.number(key);
        if (seconds == null || seconds.signum() <= 0 || seconds.compareTo(BigDecimal.valueOf(86_400)) > 0) {
            return null;
        }
        long millis =
                seconds.movePointRight(3).setScale(0, RoundingMode.CEILING).longValue();
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }
}
