package dev.tierwise.eval.calibrate;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalDouble;

/** What a threshold is chosen for. */
public sealed interface Goal {
    /** What is promised of prompts like these, in words. */
    String claim();

    /**
     * A part of all prompts goes to strong.
     *
     * @param share in 0..1
     */
    record StrongShare(double share) implements Goal {
        public StrongShare {
            requireFraction("--strong-share", share, true);
        }

        @Override
        public String claim() {
            return String.format(Locale.ROOT, "%.1f %% of prompts go to strong, on average", 100 * share);
        }
    }

    /**
     * Mean quality is at least a part of the strong tier's, as cheaply as that can be said with confidence.
     *
     * @param part of the strong tier's mean quality, in 0..1
     * @param confidence that it holds on another sample of this size, in (0, 1)
     */
    record Quality(double part, double confidence) implements Goal {
        public Quality {
            requireFraction("--quality", part, true);
            requireFraction("--confidence", confidence, false);
        }

        @Override
        public String claim() {
            return String.format(
                    Locale.ROOT,
                    "quality is at least %.1f %% of strong's on another sample of this size, with confidence %.2f",
                    100 * part,
                    confidence);
        }
    }

    /**
     * The loss stays under a bound. The loss of a prompt sent to weak is what strong would have added, and 0 where weak
     * did as well: wins of weak are not set against it, so that it can only fall as more prompts go to strong.
     *
     * @param bound in the unit of the scores, above 0
     * @param confidence in (0, 1) that the mean loss of another sample of this size stays under the bound; empty bounds
     *     the expected loss of the next prompt by conformal risk control (Angelopoulos et al., arXiv 2208.02814)
     */
    record MaxLoss(double bound, OptionalDouble confidence) implements Goal {
        public MaxLoss {
            if (!(bound > 0 && bound < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("--max-loss " + bound + " is not above 0");
            }
            confidence.ifPresent(c -> requireFraction("--confidence", c, false));
        }

        @Override
        public String claim() {
            return confidence.isEmpty()
                    ? String.format(Locale.ROOT, "the expected loss of a prompt is at most %s", plain(bound))
                    : String.format(
                            Locale.ROOT,
                            "the mean loss of another sample of this size is at most %s, with confidence %.2f",
                            plain(bound),
                            confidence.getAsDouble());
        }
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static void requireFraction(String option, double value, boolean closed) {
        if (!(closed ? value >= 0 && value <= 1 : value > 0 && value < 1)) {
            throw new IllegalArgumentException(option + " " + value + " is not " + (closed ? "in [0,1]" : "in (0,1)"));
        }
    }
}
