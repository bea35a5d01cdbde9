package dev.tierwise.core.data;

import java.util.List;
import java.util.Set;

/** The numeric columns of a wide table: a score per model, and what was measured of its answer. */
final class ScoreColumns {
    static final String OUTPUT_CHARS = "#output_chars";
    static final String OUTPUT_TOKENS = "#output_tokens";

    /** Columns that describe a prompt; every other one is a model, or a measurement of one. */
    private static final Set<String> DESCRIPTIONS = Set.of(
            "id",
            "prompt",
            "category",
            "weight",
            "contaminated",
            "benchmark",
            "source",
            "split",
            "licence",
            "license",
            "label",
            "winner");

    private final List<String> models;
    private final int[] scores;
    private final int[] chars;
    private final int[] tokens;

    /**
     * Looks the columns up and notes those that are missing in the header.
     *
     * @param models the columns wanted, in this order
     */
    ScoreColumns(Header header, List<String> models) {
        List<String> candidates = candidates(header);
        this.models = List.copyOf(models);
        this.scores = models.stream()
                .mapToInt(model -> header.require(model, candidates))
                .toArray();
        this.chars = models.stream()
                .mapToInt(model -> header.find(model + OUTPUT_CHARS))
                .toArray();
        this.tokens = models.stream()
                .mapToInt(model -> header.find(model + OUTPUT_TOKENS))
                .toArray();
    }

    /** The columns that can be models. */
    static List<String> candidates(Header header) {
        return header.names().stream()
                .filter(name -> !name.isBlank() && !DESCRIPTIONS.contains(name) && name.indexOf('#') < 0)
                .toList();
    }

    List<String> models() {
        return models;
    }

    double score(CsvRow row, int model) {
        return row.number(scores[model]);
    }

    double[] scores(CsvRow row) {
        return numbers(row, scores);
    }

    double[] outputChars(CsvRow row) {
        return measured(row, chars);
    }

    double[] outputTokens(CsvRow row) {
        return measured(row, tokens);
    }

    private static double[] measured(CsvRow row, int[] columns) {
        double[] values = numbers(row, columns);
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0) {
                throw row.illegal(columns[i], "is a length below 0; leave the cell empty where it was not measured");
            }
        }
        return values;
    }

    private static double[] numbers(CsvRow row, int[] columns) {
        double[] values = new double[columns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.number(columns[i]);
        }
        return values;
    }
}
