package dev.tierwise.core.bench;

import dev.tierwise.core.prompt.encoder.NoEncoder;
import dev.tierwise.core.prompt.encoder.PromptEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** Prompts of known length to measure on, written for this purpose. */
final class Texts {
    /** A question of the usual kind, about 40 tokens. */
    private static final String QUESTION =
            "I have a CSV file with 3 columns (date, shop, revenue). How do I compute the monthly"
                    + " growth per shop in pandas, and what should I do about months that are missing?";

    /** Short sentences in five languages, with accents and emoji: the slow paths. */
    private static final String MULTILINGUAL =
            "Könnten Sie erklären, warum die Straße gesperrt ist? Почему небо голубое? 为什么天空是蓝色的？"
                    + " ¿Qué pasó mañana? これはテストです 🙂👍🏽";

    private static final String STORY =
            "The harbour master wrote down each ship, its cargo and the day it left. Two clerks"
                    + " copied the list and never agreed: one counted 17 crates of oranges, the other 71. ";

    private static final int MOST_TOKENS = 128;

    private Texts() {}

    /**
     * Texts by the name that benchmarks use as a parameter, to be taken in turn: one, or of a CSV file all prompts of up to
     * {@value #MOST_TOKENS} word pieces. One text over and over is known by heart to the processor, whose guesses are right
     * then as they never are on traffic.
     */
    static List<String> all(String name) throws IOException {
        if (!name.endsWith(".csv")) {
            return List.of(named(name));
        }
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser rows = CSVParser.parse(Path.of(name), StandardCharsets.UTF_8, format);
                PromptEncoder words = NoEncoder.miniLmWords()) {
            return rows.stream()
                    .map(row -> row.get("prompt"))
                    .filter(prompt -> words.tokenizer().encode(prompt).length <= MOST_TOKENS)
                    .toList();
        }
    }

    /** One of the texts. */
    static String named(String name) {
        return switch (name) {
            case "question" -> QUESTION;
            case "prose" -> prose(240);
            case "multilingual" -> MULTILINGUAL;
            case "64 tokens" -> exactly(64);
            case "128 tokens" -> exactly(128);
            default -> throw new IllegalArgumentException("no text is named " + name);
        };
    }

    /** English prose that fills {@code tokens} word pieces and more. */
    static String prose(int tokens) {
        return STORY.repeat(tokens / 30 + 1);
    }

    /** English prose of so many word pieces, the special ones included. */
    private static String exactly(int tokens) {
        try (PromptEncoder words = NoEncoder.miniLmWords()) {
            String text = prose(tokens);
            while (words.tokenizer().encode(text).length > tokens) {
                text = text.substring(0, text.lastIndexOf(' '));
            }
            return text;
        }
    }
}
