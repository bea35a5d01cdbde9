package dev.tierwise.core.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** An encoder of three dimensions with a Unigram tokenizer of 16 pieces: a table from ids to hidden states. */
public final class TinyEncoder {
    public static final int PIECES = 16;
    public static final int DIMENSION = 3;

    private TinyEncoder() {}

    /** Hidden state of a token. */
    public static float hidden(int id, int dimension) {
        return (id * 7 + dimension * 5) % 11 - 5f;
    }

    public static void write(Path folder, String modelName) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(modelName), model());
        Files.write(folder.resolve("tokenizer.json"), tokenizer());
    }

    public static byte[] model() {
        float[] table = new float[PIECES * DIMENSION];
        for (int i = 0; i < table.length; i++) {
            table[i] = hidden(i / DIMENSION, i % DIMENSION);
        }
        return new TestGraph()
                .input("input_ids", TestGraph.INT64, -1, -1)
                .output("last_hidden_state", TestGraph.FLOAT, -1, -1, -1)
                .constant("table", table, PIECES, DIMENSION)
                .node("Gather", "last_hidden_state", "table", "input_ids")
                .toBytes();
    }

    public static byte[] tokenizer() throws IOException {
        try (InputStream in = TinyEncoder.class.getResourceAsStream("unigram-tokenizer.json")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
