package dev.tierwise.core.prompt;

import dev.tierwise.core.prompt.encoder.PromptEncoder;
import dev.tierwise.core.prompt.surface.AnswerOptions;
import dev.tierwise.core.prompt.surface.SurfaceReader;
import dev.tierwise.core.prompt.token.WordPieceTokenizer;

/**
 * Reads the vector a head is given off text after text and allocates nothing on the way. Not thread-safe. Does not own
 * the encoder.
 */
public final class FeatureReader {
    private final PromptEncoder encoder;
    private final Pooling pooling;
    private final AnswerOptions answers = new AnswerOptions();
    private final SurfaceReader surface = new SurfaceReader();
    private final int[] tokens;
    private int count;

    /** @param most tokens that are kept of a text, for the encoder or who else reads {@link #tokens} */
    FeatureReader(PromptEncoder encoder, Pooling pooling, int most) {
        this.encoder = encoder;
        this.pooling = pooling;
        this.tokens = new int[most];
    }

    /** Tokenizes a text and writes its embeddings to the start of {@code into}. */
    public void embed(String text, float[] into) {
        if (pooling == Pooling.WHOLE) {
            count = encoder.tokenizer().encode(text, tokens);
            encoder.encode(tokens, count, into, 0);
            return;
        }
        WordPieceTokenizer pieces = (WordPieceTokenizer) encoder.tokenizer();
        answers.find(text);
        // Options start a line, and no word piece goes on over the end of one.
        int options = pieces.encode(text, 0, answers.stemEnd(), tokens, 0) - 1;
        count = pieces.encode(text, answers.stemEnd(), text.length(), tokens, options);
        encoder.encode(tokens, count, options, into, 0);
    }

    /** Writes the surface features of a text behind its embeddings. */
    public void surface(String text, float[] into) {
        surface.extract(text, into, pooling.embeddings() * encoder.spec().dimension());
    }

    /** The tokens of the text embedded last, special ones included, as many as {@link #count} says. */
    public int[] tokens() {
        return tokens;
    }

    public int count() {
        return count;
    }
}
