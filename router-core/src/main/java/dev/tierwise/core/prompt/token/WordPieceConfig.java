package dev.tierwise.core.prompt.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@code tokenizer.json} says of a BERT WordPiece tokenizer.
 *
 * @param addedTokens texts that become one id wherever they stand in the raw text, such as {@code [SEP]}
 * @param maxWordChars a longer word is unknown as a whole
 * @see <a href="https://huggingface.co/docs/tokenizers/components">components of a tokenizer.json</a>
 */
record WordPieceConfig(
        Map<String, Integer> vocabulary,
        Map<String, Integer> addedTokens,
        int unknown,
        int first,
        int last,
        int maxWordChars,
        boolean spaceIdeographs,
        boolean stripAccents,
        boolean lowercase) {

    private static final int MOST_WORD_CHARS = 1 << 14;

    /** Signals a tokenizer that {@link WordPieceTokenizer} would not reproduce id for id; the message names the part. */
    static final class Unsupported extends Exception {
        private static final long serialVersionUID = 1L;

        Unsupported(String message) {
            super(message);
        }
    }

    static WordPieceConfig read(JsonNode json) throws Unsupported {
        JsonNode model = json.path("model");
        require(model, "type", "WordPiece", "model");
        require(model, "continuing_subword_prefix", WordPieceVocabulary.CONTINUATION, "model");
        JsonNode normalizer = json.path("normalizer");
        require(normalizer, "type", "BertNormalizer", "normalizer");
        if (!normalizer.path("clean_text").asBoolean(true)) {
            throw new Unsupported("normalizer.clean_text is false");
        }
        require(json.path("pre_tokenizer"), "type", "BertPreTokenizer", "pre_tokenizer");

        Map<String, Integer> vocabulary = HashMap.newHashMap(model.path("vocab").size());
        for (Map.Entry<String, JsonNode> entry : model.path("vocab").properties()) {
            vocabulary.put(entry.getKey(), entry.getValue().asInt());
        }
        Map<String, Integer> added = addedTokens(json.path("added_tokens"));
        Map<String, Integer> specials = new HashMap<>(vocabulary);
        specials.putAll(added);
        String[] ends = ends(json.path("post_processor"));
        boolean lowercase = normalizer.path("lowercase").asBoolean(true);
        int maxWordChars = model.path("max_input_chars_per_word").asInt(100);
        if (maxWordChars < 1 || maxWordChars > MOST_WORD_CHARS) {
            throw new Unsupported("model.max_input_chars_per_word is not in 1.." + MOST_WORD_CHARS);
        }
        JsonNode stripAccents = normalizer.path("strip_accents");
        return new WordPieceConfig(
                vocabulary,
                added,
                id(vocabulary, model.path("unk_token").asText("[UNK]")),
                id(specials, ends[0]),
                id(specials, ends[1]),
                maxWordChars,
                normalizer.path("handle_chinese_chars").asBoolean(true),
                stripAccents.isBoolean() ? stripAccents.booleanValue() : lowercase,
                lowercase);
    }

    private static Map<String, Integer> addedTokens(JsonNode tokens) throws Unsupported {
        Map<String, Integer> added = new LinkedHashMap<>();
        for (JsonNode token : tokens) {
            String content = token.path("content").asText();
            for (String option : new String[] {"single_word", "lstrip", "rstrip", "normalized"}) {
                if (token.path(option).asBoolean()) {
                    throw new Unsupported("added token " + content + " is " + option);
                }
            }
            if (content.isEmpty() || content.charAt(0) >= 128) {
                throw new Unsupported("added token \"" + content + "\" does not start with an ASCII character");
            }
            added.put(content, token.path("id").asInt());
        }
        return added;
    }

    /** The special tokens put around one text. */
    private static String[] ends(JsonNode processor) throws Unsupported {
        String type = processor.path("type").asText();
        if (type.equals("BertProcessing")) {
            return new String[] {
                processor.path("cls").path(0).asText(),
                processor.path("sep").path(0).asText()
            };
        }
        JsonNode single = processor.path("single");
        if (type.equals("TemplateProcessing")
                && single.size() == 3
                && single.path(1).has("Sequence")) {
            return new String[] {special(single.path(0)), special(single.path(2))};
        }
        throw new Unsupported("post_processor is not [CLS] text [SEP]");
    }

    private static String special(JsonNode part) {
        return part.path("SpecialToken").path("id").asText();
    }

    private static int id(Map<String, Integer> ids, String token) throws Unsupported {
        Integer id = ids.get(token);
        if (id == null) {
            throw new Unsupported("special token \"" + token + "\" has no id");
        }
        return id;
    }

    private static void require(JsonNode node, String key, String wanted, String where) throws Unsupported {
        if (!node.path(key).asText().equals(wanted)) {
            throw new Unsupported(where + "." + key + " is " + node.path(key) + ", not \"" + wanted + "\"");
        }
    }
}
