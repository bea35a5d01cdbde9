package dev.tierwise.core.strategy.attempt;

import java.util.regex.Pattern;

/** A regular expression that is found in the answer. */
public record Shape(Pattern pattern) implements Check {
    @Override
    public String name() {
        return "pattern";
    }

    @Override
    public Verdict look(Asked asked, Answer answer, Completion completion) {
        return pattern.matcher(answer.text()).find()
                ? Verdict.ACCEPTED
                : Verdict.rejected("does not match " + pattern.pattern());
    }
}
