package dev.tierwise.eval.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The simulated provider's tokens: words, each with the white space before it; put together they are the text again. */
final class Tokens {
    private static final Pattern TOKEN = Pattern.compile("\\s*\\S+|\\s+$");

    private Tokens() {}

    static List<String> of(String text) {
        List<String> tokens = new ArrayList<>();
        for (Matcher m = TOKEN.matcher(text); m.find(); ) {
            tokens.add(m.group());
        }
        return tokens;
    }

    static int count(String text) {
        return of(text).size();
    }
}
