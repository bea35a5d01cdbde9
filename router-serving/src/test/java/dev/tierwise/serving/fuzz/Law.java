package dev.tierwise.serving.fuzz;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Properties that hold, checked without AssertJ's cost: a fuzzer asks thousands of times a second. */
final class Law {
    private Law() {}

    static void holds(boolean law, String name) {
        if (!law) {
            throw new AssertionError(name);
        }
    }

    /**
     * Whether there is a surrogate written as if it were a character. Jackson refuses it in a string it decodes and lets
     * it pass in one it skips; what is skipped is the other side's to judge.
     */
    static boolean skipsSurrogates(byte[] utf8) {
        for (int i = 1; i < utf8.length; i++) {
            if (utf8[i - 1] == (byte) 0xed && (utf8[i] & 0xff) >= 0xa0) {
                return true;
            }
        }
        return false;
    }

    static void equal(@Nullable Object actual, @Nullable Object expected, String name) {
        if (!Objects.equals(actual, expected)) {
            throw new AssertionError(name + ": " + actual + " instead of " + expected);
        }
    }
}
