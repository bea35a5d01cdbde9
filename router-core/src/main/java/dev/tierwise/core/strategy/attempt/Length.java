package dev.tierwise.core.strategy.attempt;

/**
 * Neither too short nor too long, and not cut off.
 *
 * @param min fewest characters
 * @param max most of them
 */
public record Length(int min, int max) implements Check {
    @Override
    public String name() {
        return "length";
    }

    @Override
    public Verdict look(Asked asked, Answer answer, Completion completion) {
        int length = answer.text().strip().length();
        if (!answer.whole()) {
            return Verdict.rejected("cut off at a limit of length");
        }
        return length >= min && length <= max
                ? Verdict.ACCEPTED
                : Verdict.rejected(length + " characters, not " + min + ".." + max);
    }
}
