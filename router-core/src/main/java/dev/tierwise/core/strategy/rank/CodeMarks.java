package dev.tierwise.core.strategy.rank;

import java.util.List;
import java.util.regex.Pattern;

/** Whether a text holds program code: a fence, or two different marks of it. */
final class CodeMarks {
    private static final int READ = 4_000;
    private static final List<Pattern> MARKS = List.of(
            Pattern.compile("\\b(def|fn|func|function)\\s+\\w+\\s*\\("),
            Pattern.compile("\\b(class|struct|interface|enum)\\s+\\w+\\s*[({:]"),
            Pattern.compile("(?m)[;{]\\s*$"),
            Pattern.compile("(?m)^[ \\t]*+(import|from|#include|using|package)\\s+[\\w<\".]+"),
            // The first of each word decides for its line: text that repeats them would be tried in every combination.
            Pattern.compile("(?im)^(?>.*?\\bselect\\b)(?>.+?\\bfrom\\b).+?(\\bwhere\\b|\\bjoin\\b|;)"),
            Pattern.compile("\\w\\([^)]*+\\)\\s*+[;.{]"),
            Pattern.compile("[=!]==?|=>|->|&&|\\|\\||::"),
            Pattern.compile("\\b(return|const|let|var|public|private|static|void|elif|lambda)\\b\\s+\\w+"),
            Pattern.compile("(?m)^[ \\t]*+at [\\w.$]+\\(|Traceback \\(most recent|Exception in thread"));

    private CodeMarks() {}

    static boolean in(String text) {
        String read = text.substring(0, Math.min(READ, text.length()));
        return read.contains("```")
                || MARKS.stream()
                                .filter(mark -> mark.matcher(read).find())
                                .limit(2)
                                .count()
                        == 2;
    }
}
