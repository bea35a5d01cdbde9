package dev.tierwise.serving.anthropic;

import dev.tierwise.core.io.Digests;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Ids of tool calls as Anthropic takes them: letters, digits, {@code _} and {@code -}. Other providers mint what they like,
 * such as {@code functions.weather:0}, and a conversation that one of them began may go on at Anthropic.
 */
final class ToolIds {
    private static final Pattern TAKEN = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern NOT_TAKEN = Pattern.compile("[^a-zA-Z0-9_-]");
    private static final int DIGITS = 8;

    private ToolIds() {}

    /**
     * The id itself where Anthropic takes it; else what is left of it and the beginning of its SHA-256, so that a call and
     * its result still agree in every turn, and two ids still differ.
     */
    static String taken(String id) {
        return TAKEN.matcher(id).matches()
                ? id
                : NOT_TAKEN.matcher(id).replaceAll("_") + "_"
                        + Digests.sha256(id.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
    }

    /**
     * The id of a call in an answer, which may have come without one.
     *
     * @param answer id of the answer, so that calls of two turns without ids do not share one
     * @param index of the call in the answer, from 0
     */
    static String ofCall(String id, String answer, int index) {
        return taken(id.isEmpty() ? "toolu_" + answer + "_" + index : id);
    }
}
