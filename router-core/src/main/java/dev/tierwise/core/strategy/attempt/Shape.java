package dev.tierwise.core.strategy.attempt;

import dev.tierwise.core.prompt.text.PatternSearch;
import java.util.regex.Pattern;

/** A regular expression that is found in the answer. An answer that it cannot be looked for in to the end does not pass. */
public record Shape(Pattern pattern) implements Check {
    @Override
    public String name() {
        return "pattern";
    }

    @Override
    public Verdict look(Asked asked, Answer answer, Completion completion) {
        return PatternSearch.finds(pattern, answer.text())
                .map(found -> found ? Verdict.ACCEPTED : Verdict.rejected("does not match " + pattern.pattern()))
                .orElseGet(() -> Verdict.rejected("is too long to be matched with " + pattern.pattern()));
    }
}
