package dev.tierwise.core.prompt.encoder;

/**
 * The identity of an encoder: two encoders with equal specs give equal embeddings.
 *
 * @param id a name for people, such as {@code all-minilm-l6-v2-q}
 * @param sha256 hex digest over the model file and then {@code tokenizer.json}
 * @param dimension length of an embedding, 0 where there is none
 * @param maxTokens tokens read of a prompt, special ones included; what follows is not seen
 */
public record EncoderSpec(String id, String sha256, int dimension, int maxTokens) {
    public EncoderSpec {
        if (dimension < 0) {
            throw new IllegalArgumentException("dimension is " + dimension + ", it must not be negative");
        }
        if (maxTokens < 3) {
            throw new IllegalArgumentException("maxTokens is " + maxTokens + ", it must be at least 3");
        }
    }
}
