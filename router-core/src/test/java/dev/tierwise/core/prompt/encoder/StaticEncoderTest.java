package dev.tierwise.core.prompt.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.prompt.FeatureReader;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.core.testing.TestGraph;
import dev.tierwise.core.testing.TinyEncoder;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    /** Heads that read words are served with more tokens than the encoder reads, and were trained with as many as it does. */
    @ParameterizedTest
    @EnumSource(Pooling.class)
    void readsTheSameOfALongTextHoweverManyTokensAreKept(Pooling pooling) {
        int rows = 30_522;
        int read = 32;
        Random random = new Random(5);
        float[] table = new float[4 * rows];
        float[] scale = new float[rows];
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) random.nextGaussian();
            scale[i / 4] = 1 + random.nextFloat();
        }
        byte[] onnx = new TestGraph()
                .constant(StaticEncoder.TABLE, table, rows, 4)
                .constant(StaticEncoder.SCALE, scale, rows, 1)
                .toBytes();
        try (Featurizer featurizer = new Featurizer(
                StaticEncoder.of(onnx, "e.onnx", OnnxEncoder.miniLmTokenizer(), "t.json", read), pooling)) {
            FeatureReader trained = featurizer.reader(read);
            FeatureReader served = featurizer.reader(512);
            float[] expected = new float[featurizer.schema().size()];
            float[] found = expected.clone();
            for (int words = 0; words < 3 * read; words++) {
                for (String options : new String[] {"", "\nA) one of them\nB) the other\nC) both of the two"}) {
                    String text = "router ".repeat(words) + "what?" + options;
                    trained.embed(text, expected);
                    served.embed(text, found);
                    assertThat(found).as("%d words%s", words, options).containsExactly(expected);
                }
            }
        }
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
