package dev.tierwise.serving.config.file;

import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * References to the environment: <code>${NAME}</code> is the variable's value, <code>$${NAME}</code> the text
 * <code>${NAME}</code> itself.
 *
 * <p>Inside <code>{a: b}</code> YAML takes the braces for its own, so they are hidden from the parser behind two private
 * characters of the same length, which keeps every line and column where it was.
 */
public final class EnvReferences {
    private static final char OPEN = '\uE000';
    private static final char CLOSE = '\uE001';
    private static final Pattern WRITTEN = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Pattern HIDDEN = Pattern.compile("(\\$?)\\$" + OPEN + "([A-Za-z_][A-Za-z0-9_]*)" + CLOSE);

    private EnvReferences() {}

    /** The file as the parser may see it. */
    public static String hide(String yaml) {
        return WRITTEN.matcher(yaml).replaceAll(Matcher.quoteReplacement("$" + OPEN) + "$1" + CLOSE);
    }

    /** A parsed value as it was written. */
    public static String shown(String value) {
        return value.replace(OPEN, '{').replace(CLOSE, '}');
    }

    /** Whether anything of the value comes from the environment. */
    static boolean refers(String value) {
        return HIDDEN.matcher(value).results().anyMatch(match -> match.group(1).isEmpty());
    }

    /** A parsed value with its references resolved; the name of each missing variable goes to {@code missing}. */
    static String resolve(String value, Map<String, String> environment, Consumer<String> missing) {
        return shown(HIDDEN.matcher(value)
                .replaceAll(match -> Matcher.quoteReplacement(resolve(match, environment, missing))));
    }

    private static String resolve(MatchResult match, Map<String, String> environment, Consumer<String> missing) {
        if (!match.group(1).isEmpty()) {
            return "${" + match.group(2) + "}";
        }
        String value = environment.get(match.group(2));
        if (value == null) {
            missing.accept(match.group(2));
            return "";
        }
        return value;
    }
}
