package dev.tierwise.eval.rows;

import java.util.Locale;

/**
 * How many tokens a call takes, measured where the file has the answer's length and estimated where not.
 *
 * @param assumedOutput tokens of an answer whose length was not recorded
 */
public record TokenCounts(double assumedOutput) {
    /** 300 tokens for an answer of unknown length. */
    public static final TokenCounts DEFAULT = new TokenCounts(300);

    private static final double CHARS_PER_TOKEN = 4;

    /** Tokens of a prompt, estimated from its code points. */
    public double input(String prompt) {
        return prompt.codePointCount(0, prompt.length()) / CHARS_PER_TOKEN;
    }

    /** Tokens of an answer, from the best that is known of its length; NaN means not recorded. */
    public double output(double tokens, double chars) {
        if (!Double.isNaN(tokens)) {
            return tokens;
        }
        return Double.isNaN(chars) ? assumedOutput : chars / CHARS_PER_TOKEN;
    }

    /** What the counts rest on, for reports. */
    String basis(long measured, long answers) {
        String input = "prompt tokens estimated at 4 characters each";
        if (measured == 0) {
            return input + String.format(Locale.ROOT, "; answers assumed to be %.0f tokens", assumedOutput);
        }
        return input
                + String.format(
                        Locale.ROOT,
                        "; answer lengths measured for %,d of %,d%s",
                        measured,
                        answers,
                        measured == answers ? "" : String.format(Locale.ROOT, ", else %.0f tokens", assumedOutput));
    }
}
