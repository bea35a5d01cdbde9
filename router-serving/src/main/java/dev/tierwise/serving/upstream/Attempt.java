package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.Usage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One call, or one that was spared, for the log and for the client's error.
 *
 * @param model its id here
 * @param deployment as {@link LiveDeployment#label} has it
 * @param reason why it was made: {@code first}, {@code retry}, {@code fallback}, {@code probe} of a circuit,
 *     {@code carry_on_prefill} or {@code carry_on_restart} of a stream that broke
 * @param outcome one word: {@code ok}, or why not
 * @param status the provider's, 0 where it sent none
 * @param atMillis from the start of dispatch to this call
 * @param waitMillis pause before this call
 * @param millis from the call to its outcome
 * @param usage what it used, null where nothing came
 */
public record Attempt(
        String model,
        String deployment,
        String reason,
        String outcome,
        int status,
        long atMillis,
        long waitMillis,
        long millis,
        @Nullable Usage usage) {
    /** The same where a later look judged otherwise. */
    public Attempt withOutcome(String other) {
        return new Attempt(model, deployment, reason, other, status, atMillis, waitMillis, millis, usage);
    }

    /** The same, so many milliseconds later. */
    Attempt after(long more) {
        return new Attempt(model, deployment, reason, outcome, status, atMillis + more, waitMillis, millis, usage);
    }

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
