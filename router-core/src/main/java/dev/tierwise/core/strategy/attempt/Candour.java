package dev.tierwise.core.strategy.attempt;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Neither a refusal nor a hedge: phrases by which models say that they cannot, will not or do not know. */
public record Candour() implements Check {
    private static final Pattern PHRASES = Pattern.compile(
            "\\b(i'?m sorry|i apologi[sz]e|i can ?not|i can'?t|i am unable|i'?m unable|i won'?t be able|as an ai\\b"
                    + "|i do(n'?t| not) (know|have (access|enough|the information))|i'?m not (sure|certain)"
                    + "|not enough information|cannot be determined|can'?t be determined|it is (unclear|impossible to)"
                    + "|hard to say|i (may|might) be wrong|without more (information|context|details))\\b",
            Pattern.CASE_INSENSITIVE);

    @Override
    public String name() {
        return "candour";
    }

    @Override
    public Verdict look(Asked asked, Answer answer, Completion completion) {
        Matcher phrase = PHRASES.matcher(answer.text().replace('’', '\''));
        return phrase.find()
                ? Verdict.rejected("says \"" + phrase.group().toLowerCase(Locale.ROOT) + "\"")
                : Verdict.ACCEPTED;
    }
}
