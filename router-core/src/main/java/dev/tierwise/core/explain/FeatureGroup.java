package dev.tierwise.core.explain;

import java.util.Set;

/** What kind of thing a feature speaks of. */
final class FeatureGroup {
    static final String EMBEDDING = "embedding";
    static final String WORDS = "words";

    private static final Set<String> LENGTH = Set.of("log_chars", "log_words", "log_sentences", "log_lines");
    private static final Set<String> NUMBERS = Set.of(
            "digit_share", "log_numbers", "number_share", "largest_number_log10", "log_decimals", "log_money_marks");
    private static final Set<String> FORMULAS =
            Set.of("symbol_share", "log_math_marks", "log_latex_marks", "log_code_marks", "log_brackets");
    private static final Set<String> VOCABULARY = Set.of(
            "log_unique_words",
            "type_token_ratio",
            "word_length",
            "long_word_share",
            "very_long_word_share",
            "syllables_per_word");

    private FeatureGroup() {}

    /** The group of a feature of the schema; one that is not in it is a component of the embedding. */
    static String of(String feature) {
        String name = feature.substring(feature.indexOf('.') + 1);
        if (feature.startsWith("embedding.")) {
            return EMBEDDING;
        } else if (name.startsWith("option")) {
            return "answer options";
        } else if (LENGTH.contains(name) || name.startsWith("stem_") || name.startsWith("question_log")) {
            return "length";
        } else if (NUMBERS.contains(name)) {
            return "numbers";
        } else if (FORMULAS.contains(name)) {
            return "formulas and code";
        } else if (VOCABULARY.contains(name)) {
            return "vocabulary";
        } else if (name.startsWith("asks_") || name.contains("question")) {
            return "form of the question";
        } else if (name.endsWith("_words") && name.startsWith("log_")) {
            return "subject";
        }
        return "letters and marks";
    }
}
