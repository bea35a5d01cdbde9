package dev.tierwise.serving.upstream;

import java.util.Locale;

/**
 * One call, or one that was spared, for the log and for the client's error.
 *
 * @param model its id here
 * @param deployment {@code MODEL@PROVIDER/NAME}
 * @param outcome one word: {@code ok}, or why not
 * @param status the provider's, 0 where it sent none
 * @param waitMillis pause before this call
 * @param millis from the call to its outcome
 */
public record Attempt(String model, String deployment, String outcome, int status, long waitMillis, long millis) {
    /** One line for people. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%s: %s%s after %d ms",
                deployment,
                outcome,
                status == 0 ? "" : " (" + status + ")",
                millis);
    }
}
