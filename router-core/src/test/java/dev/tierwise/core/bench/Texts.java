package dev.tierwise.core.bench;

import dev.tierwise.core.prompt.NoEncoder;
import dev.tierwise.core.prompt.PromptEncoder;

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

    private Texts() {}

    /** One of the texts by the name that benchmarks use as a parameter. */
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
