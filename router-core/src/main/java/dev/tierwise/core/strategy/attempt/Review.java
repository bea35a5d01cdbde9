package dev.tierwise.core.strategy.attempt;

import dev.tierwise.core.strategy.attempt.Check.Verdict;
import java.util.List;

/**
 * What the checks made of an attempt.
 *
 * @param accepted whether all of them let it pass
 * @param check the check that did not, empty where all did
 * @param why what it found
 */
public record Review(boolean accepted, String check, String why) {
    /** Asks the checks in turn; the first that rejects ends it, so that the dear ones stand last. */
    public static Review of(List<Check> checks, Asked asked, Answer answer, Completion completion)
            throws InterruptedException {
        if (answer.toolCall()) {
            // A call is the beginning of an exchange, and says nothing that could be checked here.
            return new Review(true, "", "calls a tool");
        }
        for (Check check : checks) {
            Verdict verdict = check.look(asked, answer, completion);
            if (!verdict.accepted()) {
                return new Review(false, check.name(), verdict.why());
            }
        }
        return new Review(true, "", "");
    }
}
