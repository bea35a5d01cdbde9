package dev.tierwise.core.data;

import org.jspecify.annotations.Nullable;

/**
 * One labelled prompt.
 *
 * @param file name of the file it was read from, for messages and digests
 * @param line line its row starts on, the header being line 1
 * @param id the row's own id, or {@code FILE:LINE} where it has none
 * @param prompt the text that is scored, never blank
 * @param length code points of the whole prompt, of which the text that is scored may be a part
 * @param category a topic, where the file has the column
 * @param weight how many rows this one stands for, above 0
 * @param contaminated whether the row is known to have leaked into some model's training data
 */
public record Observation(
        String file,
        long line,
        String id,
        String prompt,
        int length,
        @Nullable String category,
        double weight,
        boolean contaminated,
        Outcome outcome) {
    public Observation {
        if (prompt.isBlank()) {
            throw new IllegalArgumentException("the prompt of " + id + " is blank");
        }
        if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("weight " + weight + " of " + id + " is not above 0 and finite");
        }
    }

    /** The same row, of whose prompt this is scored. */
    public Observation withPrompt(String scored) {
        return new Observation(file, line, id, scored, length, category, weight, contaminated, outcome);
    }
}
