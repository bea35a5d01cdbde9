package dev.tierwise.core.prompt;

import dev.tierwise.core.prompt.encoder.PromptEncoder;

/** Over which tokens of a prompt an embedding is the mean. */
public enum Pooling {
    /** Over all: one embedding. */
    WHOLE,
    /**
     * Over those of the question and, for itself, over those of the answer options it ends with: two embeddings, the
     * second of zeros where there are no options. The encoder reads the prompt once and whole.
     */
    APART;

    /** Apart where the encoder can. */
    public static Pooling finest(PromptEncoder encoder) {
        return APART.suits(encoder) ? APART : WHOLE;
    }

    /** Whether the encoder can pool so. */
    public boolean suits(PromptEncoder encoder) {
        return this == WHOLE || encoder.poolsApart();
    }

    /** How many embeddings there are of a prompt. */
    public int embeddings() {
        return this == WHOLE ? 1 : 2;
    }
}
