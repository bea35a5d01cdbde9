package dev.tierwise.core.data;

import org.jspecify.annotations.Nullable;

/** How one shape reads a row; what it leaves out it counts. */
interface ShapeReader {
    /** The observation a row makes, or null where the row is left out. */
    @Nullable
    Observation read(PromptRow row);

    /** The counts with what this shape left out. */
    RowCounts counts(long rows, long contaminated);

    /** What a person should know of the rows left out beside their number, as the end of a line. */
    default String note() {
        return "";
    }

    /** What a person should know where no row was kept, as the end of a sentence. */
    default String hint() {
        return "";
    }
}
