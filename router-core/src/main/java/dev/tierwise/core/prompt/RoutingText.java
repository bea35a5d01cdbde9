package dev.tierwise.core.prompt;

import dev.tierwise.core.prompt.Prompt.Role;
import dev.tierwise.core.prompt.Prompt.Turn;
import dev.tierwise.core.prompt.text.PlainText;
import java.util.List;

/**
 * Which part of a conversation is scored. Training, evaluation and serving share one instance through the bundle, so
 * that they cannot disagree: the last user turn, and where that is shorter than {@code contextChars}, as much of the
 * user turns before it as fits in that budget. System, assistant and tool text is never scored: it is the
 * application's, alike for every request, and would drown the question.
 *
 * @param maxChars longest text scored, in UTF-16 units; of a longer one the first and the last half are kept, since
 *     instructions stand at either end
 * @param contextChars budget for a short last turn together with its predecessors; 0 scores the last turn alone
 * @param plain whether the text is made {@linkplain PlainText plain}, so that spacing, case and invisible characters do
 *     not move a decision
 */
public record RoutingText(int maxChars, int contextChars, boolean plain) {
    /** 16,384 characters at most, follow-ups of under 200 characters with what came before, plain. */
    public static final RoutingText DEFAULT = new RoutingText(16_384, 200, true);

    /** The same part as its writer left it: for rules, judges, and readers of data that a bundle makes plain itself. */
    public static final RoutingText AS_WRITTEN = new RoutingText(16_384, 200, false);

    /** The same of any length: for lengths, and for what the answer to the whole prompt costs. */
    public static final RoutingText UNCUT = new RoutingText(Integer.MAX_VALUE, 200, false);

    private static final String SEPARATOR = "\n\n";

    public RoutingText {
        if (maxChars < 64) {
            throw new IllegalArgumentException("maxChars is " + maxChars + ", it must be at least 64");
        }
        if (contextChars < 0 || contextChars > maxChars) {
            throw new IllegalArgumentException("contextChars is " + contextChars + ", it must be in 0.." + maxChars);
        }
    }

    /** The text to score; empty where no user turn has any, which no scorer is asked about. */
    public String of(Prompt prompt) {
        List<Turn> turns = prompt.turns();
        String text = "";
        for (int i = turns.size() - 1; i >= 0; i--) {
            Turn turn = turns.get(i);
            if (turn.role() != Role.USER || turn.text().isBlank()) {
                continue;
            }
            if (text.isEmpty()) {
                text = bounded(turn.text());
                continue;
            }
            int room = contextChars - text.length() - SEPARATOR.length();
            if (room <= 0) {
                break;
            }
            text = tail(turn.text(), room) + SEPARATOR + text;
        }
        return plain ? PlainText.of(text) : text;
    }

    private String bounded(String given) {
        // Without the blanks around it, or a question between very many would be what is left out.
        String text = given.length() <= maxChars ? given : given.strip();
        if (text.length() <= maxChars) {
            return text;
        }
        int half = (maxChars - SEPARATOR.length()) / 2;
        return head(text, half) + SEPARATOR + tail(text, half);
    }

    private static String head(String text, int chars) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars);
    }

    private static String tail(String text, int chars) {
        if (text.length() <= chars) {
            return text;
        }
        int from = text.length() - chars;
        return text.substring(Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
    }
}
