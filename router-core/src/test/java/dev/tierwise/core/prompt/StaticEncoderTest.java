package dev.tierwise.core.prompt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.testing.TestGraph;
import dev.tierwise.core.testing.TinyEncoder;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StaticEncoderTest {
    @Test
    void aStaticEmbeddingHasARowForEveryToken() throws IOException {
        byte[] pieces = TinyEncoder.tokenizer();
        byte[] words = OnnxEncoder.miniLmTokenizer();

        StaticEncoder.of(staticEmbedding(TinyEncoder.PIECES, 1), "e.onnx", pieces, "t.json", 64)
                .close();
        StaticEncoder.of(staticEmbedding(30_522, 1), "e.onnx", words, "t.json", 64)
                .close();
        assertRefused(staticEmbedding(TinyEncoder.PIECES - 1, 1), pieces, "t.json has a token whose id");
        assertRefused(staticEmbedding(30_521, 1), words, "t.json has a token whose id is not in 0..30520");
        assertRefused(staticEmbedding(30_522, Float.NaN), words, "e.onnx has an infinity or a NaN");
    }

    private static void assertRefused(byte[] onnx, byte[] tokenizer, String message) {
        assertThatThrownBy(() -> StaticEncoder.of(onnx, "e.onnx", tokenizer, "t.json", 64))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(message);
    }

    private static byte[] staticEmbedding(int rows, float last) {
        float[] scale = new float[rows];
        scale[rows - 1] = last;
        return new TestGraph()
                .constant(StaticEncoder.TABLE, new float[2 * rows], rows, 2)
                .constant(StaticEncoder.SCALE, scale, rows, 1)
                .toBytes();
    }
}
