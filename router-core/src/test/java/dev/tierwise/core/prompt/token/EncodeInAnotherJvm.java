package dev.tierwise.core.prompt.token;

import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import dev.tierwise.core.prompt.encoder.PromptEncoder;
import java.nio.file.Path;
import java.util.Arrays;

/** Prints the embedding of a text by the encoder of a folder. */
final class EncodeInAnotherJvm {
    private EncodeInAnotherJvm() {}

    public static void main(String[] args) {
        try (PromptEncoder encoder = OnnxEncoder.fromFolder(Path.of(args[0]), 64)) {
            float[] embedding = new float[encoder.spec().dimension()];
            encoder.encode(args[1], embedding, 0);
            System.out.println(Arrays.toString(embedding));
        }
    }
}
