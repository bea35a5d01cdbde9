package dev.tierwise.eval.sweep;

import dev.tierwise.eval.metrics.Interval;
import java.util.List;
import java.util.stream.Stream;

/**
 * All routers on one set of rows.
 *
 * @param name the file's name
 * @param rows how many were used
 * @param counts what became of the file's rows, in words
 * @param strong mean quality with every prompt sent to strong
 * @param weak mean quality with every prompt sent to weak
 * @param strongCost dollars per 1,000 prompts with every one sent to strong; NaN without prices
 * @param weakCost dollars per 1,000 prompts with every one sent to weak; NaN without prices
 * @param costBasis where token counts come from, empty without prices
 * @param routers routers first, then baselines
 * @param differences of every router with every other and with every baseline that has a curve
 * @param remarks what a reader must know before reading the figures
 */
public record DatasetResult(
        String name,
        int rows,
        String counts,
        double strong,
        double weak,
        double strongCost,
        double weakCost,
        String costBasis,
        List<RouterResult> routers,
        List<Difference> differences,
        List<String> remarks) {

    /** The same with one more thing to know before reading the figures. */
    public DatasetResult withRemark(String remark) {
        return new DatasetResult(
                name,
                rows,
                counts,
                strong,
                weak,
                strongCost,
                weakCost,
                costBasis,
                routers,
                differences,
                Stream.concat(Stream.of(remark), remarks.stream()).toList());
    }

    /**
     * One figure of two routers on the same rows.
     *
     * @param value {@code a - b}
     * @param interval of the paired bootstrap; a difference whose interval holds 0 is not shown to exist
     */
    public record Difference(String a, String b, Figure figure, double value, Interval interval) {}
}
