package dev.tierwise.core.io;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The legal name closest to one that was mistyped, for "did you mean" in error messages. */
public final class Nearest {
    private Nearest() {}

    /**
     * The candidate with the fewest single-character edits from {@code name}, case ignored; the first of equals. Where
     * even that one is too far (more than one edit and more than a third of the shorter of the two) to be what was meant,
     * the first that contains the name, if it has three characters or more.
     */
    public static Optional<String> to(String name, Collection<String> candidates) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        String best = null;
        int bestEdits = wanted.length();
        for (String candidate : candidates) {
            String other = candidate.strip().toLowerCase(Locale.ROOT);
            int tooFar = Math.max(1, Math.min(wanted.length(), other.length()) / 3) + 1;
            int edits = edits(wanted, other, Math.min(tooFar, bestEdits));
            if (edits < tooFar && edits < bestEdits) {
                best = candidate;
                bestEdits = edits;
            }
        }
        return best != null
                ? Optional.of(best)
                : candidates.stream()
                        .filter(candidate -> wanted.length() >= 3
                                && candidate.toLowerCase(Locale.ROOT).contains(wanted))
                        .findFirst();
    }

    /**
     * Insertions, deletions, replacements and swaps of neighbours (optimal string alignment) over three rows of their
     * table, or {@code limit} where there are at least that many.
     */
    private static int edits(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[] twoAbove = new int[b.length() + 1];
        int[] above = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], twoAbove[j - 2] + 1);
                }
            }
            int[] free = twoAbove;
            twoAbove = above;
            above = row;
            row = free;
        }
        return Math.min(limit, above[b.length()]);
    }
}
