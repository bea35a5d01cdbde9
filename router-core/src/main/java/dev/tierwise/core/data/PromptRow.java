package dev.tierwise.core.data;

import org.jspecify.annotations.Nullable;

/**
 * What every shape says of a row, and the cells from which the shape reads the rest.
 *
 * @param file name of the file, without its folder, so that ids do not depend on where data lies
 * @param prompt as it stands in the file
 */
record PromptRow(
        String file,
        CsvRow cells,
        String id,
        String prompt,
        @Nullable String category,
        double weight,
        boolean contaminated) {

    Observation observation(String text, Outcome outcome) {
        return new Observation(file, cells.line(), id, text, category, weight, contaminated, outcome);
    }
}
