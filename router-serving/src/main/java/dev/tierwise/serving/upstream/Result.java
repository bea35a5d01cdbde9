package dev.tierwise.serving.upstream;

import dev.tierwise.serving.api.Usage;
import dev.tierwise.serving.config.Model;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a request ended.
 *
 * @param model who answered, null where nobody did
 * @param status what the client got, 499 where it did not wait for it
 * @param calls how many were sent; {@code attempts} names those, too, that were spared
 * @param spent what was used, by call, in order; more than one entry where an answer was carried on or thrown away
 * @param responseId the answer's own id, where it has one
 * @param firstTokenNanos from the start of dispatch to the answer's first byte, -1 where there was none
 * @param refusal what the client is to be told, where nothing has been sent to it; null otherwise
 */
public record Result(
        Outcome outcome,
        @Nullable Model model,
        int status,
        int calls,
        List<Attempt> attempts,
        List<Spent> spent,
        @Nullable String responseId,
        long firstTokenNanos,
        @Nullable Refusal refusal) {
    /**
     * The error that ends a request.
     *
     * @param body in the client's protocol
     * @param retryAfter null where nobody knows
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Refusal(int status, byte[] body, @Nullable Duration retryAfter) {}

    /** The end in one word. */
    public enum Outcome {
        OK,
        /** The provider's refusal was handed on as it is. */
        REFUSED,
        /** Nobody answered. */
        FAILED,
        /** The answer broke off after its first byte; the client was told. */
        CUT,
        /** The client left. */
        CANCELLED
    }

    public Result {
        attempts = List.copyOf(attempts);
        spent = List.copyOf(spent);
    }

    /** The same as the end of more calls than its own. */
    public Result with(int made, List<Attempt> all, List<Spent> used) {
        return new Result(outcome, model, status, made, all, used, responseId, firstTokenNanos, refusal);
    }

    /** The same with its times counted from earlier: what was asked before it took so many nanoseconds. */
    public Result after(long nanos) {
        List<Attempt> later = attempts.stream()
                .map(attempt -> attempt.after(nanos / 1_000_000))
                .toList();
        return new Result(
                outcome,
                model,
                status,
                calls,
                nanos < 1_000_000 ? attempts : later,
                spent,
                responseId,
                firstTokenNanos < 0 ? firstTokenNanos : firstTokenNanos + nanos,
                refusal);
    }

    /** The same where the client got its first byte then. */
    public Result begunAfter(long nanos) {
        return new Result(outcome, model, status, calls, attempts, spent, responseId, nanos, refusal);
    }

    /** The same where the client has left meanwhile. */
    public Result cancelled() {
        return new Result(Outcome.CANCELLED, model, 499, calls, attempts, spent, responseId, firstTokenNanos, null);
    }

    /** All that was used; null where nothing was. */
    public @Nullable Usage usage() {
        Usage sum = null;
        for (Spent one : spent) {
            sum = sum == null ? one.usage() : sum.plus(one.usage());
        }
        return sum;
    }
}
