package dev.tierwise.serving.observe;

import dev.tierwise.core.prompt.text.PatternSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Blots out what looks like an e-mail address, a key, a card or a phone number, and whatever else the configuration
 * names. It lowers the risk of a prompt in a log; it cannot remove it, which is why prompts are off by default.
 */
final class Redactor {
    private static final String BLOT = "[redacted]";
    private static final List<Pattern> ALWAYS = List.of(
            Pattern.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,253}\\.[A-Za-z]{2,24}"),
            Pattern.compile("\\b(?:sk|pk|tw|ghp|gho|xox[abp]|AKIA|AIza)[-_A-Za-z0-9]{12,200}"),
            Pattern.compile("\\b[0-9a-fA-F]{32,128}\\b"),
            Pattern.compile("\\beyJ[A-Za-z0-9_-]{8,2000}\\.[A-Za-z0-9_-]{8,4000}(?:\\.[A-Za-z0-9_-]{0,1000})?"),
            Pattern.compile("\\b(?:\\d[ -]?){13,19}\\b"),
            Pattern.compile("(?<![\\d.])\\+?\\d{1,3}[ -/]?\\(?\\d{2,4}\\)?[ -/]?\\d{3,4}[ -]?\\d{3,4}(?!\\d)"));

    private final List<Pattern> patterns;

    Redactor(List<Pattern> more) {
        patterns = new ArrayList<>(ALWAYS);
        patterns.addAll(more);
    }

    String redact(String text) {
        String out = text;
        for (Pattern pattern : patterns) {
            Optional<String> replaced = PatternSearch.replaceAll(pattern, out, BLOT);
            if (replaced.isEmpty()) {
                // What could not be searched to the end may hold anything.
                return BLOT;
            }
            out = replaced.get();
        }
        return out;
    }
}
