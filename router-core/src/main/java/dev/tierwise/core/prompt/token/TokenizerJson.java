package dev.tierwise.core.prompt.token;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tierwise.core.io.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A Hugging Face {@code tokenizer.json}: the fast tokenizer where it gives the same ids, else the reference itself. */
public final class TokenizerJson {
    /** Every word of a vocabulary is a name of its own; a table of names met before would only grow. */
    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build());

    private TokenizerJson() {}

    /**
     * Opens whichever tokenizer the file describes.
     *
     * @param file its name, for messages
     * @throws BadInputException if no tokenizer can be made of it
     */
    public static Tokenizer open(byte[] json, String file, int maxTokens) {
        return open(parse(json, file), json, file, maxTokens);
    }

    /** The same for a file that has been parsed. */
    public static Tokenizer open(JsonNode root, byte[] json, String file, int maxTokens) {
        try {
            return new WordPieceTokenizer(WordPieceConfig.read(root), maxTokens);
        } catch (WordPieceConfig.Unsupported e) {
            return DjlTokenizer.of(json, file, maxTokens);
        }
    }

    /** Whether every id of a token is in 0..count-1. */
    public static boolean idsAreBelow(int count, JsonNode root) {
        JsonNode vocabulary = root.path("model").path("vocab");
        List<JsonNode> ids = new ArrayList<>();
        // In a list of pieces the place is the id.
        boolean listed = vocabulary.isArray();
        if (!listed) {
            vocabulary.forEach(ids::add);
        }
        root.path("added_tokens").forEach(token -> ids.add(token.path("id")));
        root.path("post_processor").findValues("ids").forEach(special -> special.forEach(ids::add));
        return (!listed || vocabulary.size() <= count)
                && ids.stream().mapToLong(JsonNode::asLong).allMatch(id -> id >= 0 && id < count);
    }

    public static JsonNode parse(byte[] json, String file) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new BadInputException(
                    file + ":" + e.getLocation().getLineNr() + ": is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!root.path("model").isObject()) {
            throw new BadInputException(
                    file + " has no \"model\": use the tokenizer.json that Hugging Face's tokenizers library writes");
        }
        return root;
    }
}
