package dev.tierwise.core.prompt.surface;

import dev.tierwise.core.prompt.surface.Lexicon.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What can be read off a prompt without a model: length, vocabulary, numbers, marks of code and formulas, question form
 * and answer options. Counts enter as {@code log(1 + n)}, shares lie in 0..1 (of symbols and of what is not ASCII in 0..2,
 * since an emoji is two UTF-16 units). The names carry a version: a changed
 * meaning gets a new one, so that a bundle fitted on the old meaning is refused instead of fed nonsense.
 */
public final class SurfaceFeatures {
    static final List<String> QUESTION_WORDS =
            List.of("what", "which", "who", "when", "where", "why", "how", "is", "are", "does", "can");

    private static final String VERSION = "surface1.";

    /** The feature names, in the order {@link SurfaceReader} writes them. */
    public static final List<String> NAMES = names();

    /** The logarithm of the number of characters, one more than there are. */
    public static final String LENGTH = VERSION + "log_chars";

    /** Index of the number of answer options, 0 where the prompt lists none to choose from. */
    public static final int OPTIONS = NAMES.indexOf(VERSION + "options");

    private SurfaceFeatures() {}

    private static List<String> names() {
        List<String> names = new ArrayList<>(List.of(
                "log_chars",
                "log_words",
                "log_sentences",
                "log_lines",
                "stem_log_chars",
                "stem_log_words",
                "stem_log_sentences",
                "question_log_words",
                "digit_share",
                "upper_share",
                "punctuation_share",
                "symbol_share",
                "letter_share",
                "non_ascii_share",
                "non_latin_share",
                "log_unique_words",
                "type_token_ratio",
                "word_length",
                "long_word_share",
                "very_long_word_share",
                "syllables_per_word",
                "capitalised_share",
                "all_caps_share",
                "words_per_sentence",
                "log_numbers",
                "number_share",
                "largest_number_log10",
                "log_decimals",
                "log_money_marks",
                "log_math_marks",
                "log_latex_marks",
                "log_code_marks",
                "log_quotes",
                "log_brackets",
                "log_colons",
                "log_blanks",
                "log_question_marks"));
        for (Group group : Group.values()) {
            names.add("log_" + group.name().toLowerCase(Locale.ROOT) + "_words");
        }
        QUESTION_WORDS.forEach(word -> names.add("asks_" + word));
        names.addAll(List.of(
                "starts_with_question_word",
                "no_question_mark",
                "options",
                "option_log_chars",
                "option_spread",
                "option_numeric_share",
                "option_catch_alls",
                "option_similarity"));
        return names.stream().map(VERSION::concat).toList();
    }
}
