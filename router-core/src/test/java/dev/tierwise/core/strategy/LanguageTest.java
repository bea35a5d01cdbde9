package dev.tierwise.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which language a prompt is taken to be in. */
final class LanguageTest {
    @ParameterizedTest
    @CsvSource({
        "What is the capital of France and how do I get there?,en",
        "Wie komme ich mit der Bahn nach Rom und was kostet das?,de",
        "Quelle est la capitale de la France et comment y aller?,fr",
        "東京への行き方を教えてください,ja",
        "Как мне добраться до Рима?,ru",
        "x = 3,''",
        "Paris,''"
    })
    void languagesAreToldWhereTheyCanBe(String text, String language) {
        assertThat(Language.of(text).orElse("")).isEqualTo(language);
    }
}
