package dev.tierwise.core.data;

import dev.tierwise.core.prompt.Prompt;
import dev.tierwise.core.prompt.RoutingText;
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

    /** @param asked what the cell of the prompt holds */
    Observation observation(Prompt asked, RoutingText part, Outcome outcome) {
        String whole = RoutingText.UNCUT.of(asked);
        return new Observation(
                file,
                cells.line(),
                id,
                part.of(asked),
                whole.codePointCount(0, whole.length()),
                category,
                weight,
                contaminated,
                outcome);
    }
}
