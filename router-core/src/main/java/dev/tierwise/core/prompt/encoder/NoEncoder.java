package dev.tierwise.core.prompt.encoder;

import dev.tierwise.core.io.Digests;
import dev.tierwise.core.prompt.token.Tokenizer;
import dev.tierwise.core.prompt.token.TokenizerJson;
import dev.tierwise.core.prompt.token.WordCounter;

/**
 * The encoder of routers that decide in microseconds: no embedding at all, only the tokenizer that words are read with.
 */
public final class NoEncoder implements PromptEncoder {
    /** How the manifest calls it. */
    public static final String ID = "none";

    private final EncoderSpec spec;
    private final Tokenizer tokenizer;

    private NoEncoder(EncoderSpec spec, Tokenizer tokenizer) {
        this.spec = spec;
        this.tokenizer = tokenizer;
    }

    /** With the word pieces of the MiniLM on the class path. */
    public static NoEncoder miniLmWords() {
        byte[] json = OnnxEncoder.miniLmTokenizer();
        return new NoEncoder(
                new EncoderSpec(ID, Digests.sha256(json), 0, WordCounter.MAX_TOKENS),
                TokenizerJson.open(json, "the built-in tokenizer", WordCounter.MAX_TOKENS));
    }

    @Override
    public EncoderSpec spec() {
        return spec;
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public void encode(int[] tokens, int count, float[] into, int offset) {
        // Nothing to write: its embedding has no numbers.
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
