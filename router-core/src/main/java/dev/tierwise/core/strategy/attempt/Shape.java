package dev.tierwise.core.strategy.attempt;

import java.util.regex.Pattern;

/** A regular expression that is found in the answer. An answer that it cannot be looked for in to the end does not pass. */
public record Shape(Pattern pattern) implements Check {
    @Override
    public String name() {
        return "pattern";
    }

    @Override
    public Verdict look(Asked asked, Answer answer, Completion completion) {
        try {
            return pattern.matcher(answer.text()).find()
                    ? Verdict.ACCEPTED
                    : Verdict.rejected("does not match " + pattern.pattern());
        } catch (StackOverflowError e) {
            // Repeated groups take a frame of the stack each time, and answers are as long as their models like.
            return Verdict.rejected("is too long to be matched with " + pattern.pattern());
        }
    }
}
