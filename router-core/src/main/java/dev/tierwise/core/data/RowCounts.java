package dev.tierwise.core.data;

/**
 * What became of the rows read so far.
 *
 * @param rows rows seen, the header not among them
 * @param contaminated left out because their column {@code contaminated} says so
 * @param unmeasured left out because a whole tier was not measured (wide)
 * @param otherModels left out because they do not compare a strong with a weak model (pairwise)
 * @param wordless left out because their conversation holds no text (pairwise)
 */
public record RowCounts(long rows, long contaminated, long unmeasured, long otherModels, long wordless) {
    /** Rows handed on. */
    public long kept() {
        return rows - contaminated - unmeasured - otherModels - wordless;
    }

    /** One line for people, reasons that did not occur left out. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder()
                .append(rows)
                .append(" rows, ")
                .append(kept())
                .append(" kept");
        append(text, contaminated, "contaminated");
        append(text, unmeasured, "not measured for a tier");
        append(text, otherModels, "about other models");
        append(text, wordless, "without text");
        return text.toString();
    }

    private static void append(StringBuilder text, long count, String reason) {
        if (count > 0) {
            text.append(", ").append(count).append(' ').append(reason);
        }
    }
}
