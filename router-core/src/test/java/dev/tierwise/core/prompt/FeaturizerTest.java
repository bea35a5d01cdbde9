package dev.tierwise.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import dev.tierwise.core.prompt.encoder.PromptEncoder;
import dev.tierwise.core.prompt.surface.SurfaceFeatures;
import dev.tierwise.core.prompt.token.WordCounter;
import dev.tierwise.core.testing.TinyEncoder;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeaturizerTest {
    private static final int MAX_TOKENS = 32;
    private static final int D = 384;
    private static final String QUESTION = "Which of these is larger?\n";
    private static final String OPTIONS = "A. one half\nB. two thirds\nC. a quarter";

    private static Featurizer whole;
    private static Featurizer apart;

    @BeforeAll
    static void open() {
        whole = new Featurizer(OnnxEncoder.miniLm(3, MAX_TOKENS));
        apart = new Featurizer(OnnxEncoder.miniLm(3, MAX_TOKENS), Pooling.APART);
    }

    @AfterAll
    static void close() {
        whole.close();
        apart.close();
    }

    @Test
    void namesTellHowItPools() {
        assertThat(apart.embedded()).isEqualTo(2 * D);
        assertThat(apart.schema().size()).isEqualTo(2 * D + SurfaceFeatures.NAMES.size());
        assertThat(apart.schema().names()).doesNotHaveDuplicates().contains("embedding.0", "embedding.options.383");
        assertThat(apart.schema().fingerprint()).isNotEqualTo(whole.schema().fingerprint());
    }

    @Test
    void withoutOptionsTheFirstEmbeddingIsThatOfTheWholeAndTheSecondZeros() {
        for (String text : new String[] {"How far is it by noon?", "", "A. a lone letter\nand more"}) {
            float[] one = features(whole, text);
            float[] two = features(apart, text);
            assertThat(Arrays.copyOf(two, D)).containsExactly(Arrays.copyOf(one, D));
            assertThat(Arrays.copyOfRange(two, D, 2 * D)).containsOnly(0);
            assertThat(Arrays.copyOfRange(two, 2 * D, two.length))
                    .containsExactly(Arrays.copyOfRange(one, D, one.length));
        }
    }

    @Test
    void optionsHaveAnEmbeddingOfTheirOwnInTheLightOfTheQuestion() {
        float[] text = features(apart, QUESTION + OPTIONS);
        int[] ids = apart.encoder().tokenizer().encode(QUESTION + OPTIONS);
        int split = apart.encoder().tokenizer().encode(QUESTION).length - 1;
        float[] expected = new float[2 * D];
        apart.encoder().encode(ids, ids.length, split, expected, 0);

        assertThat(Arrays.copyOf(text, 2 * D)).containsExactly(expected);
        assertThat(Arrays.copyOfRange(features(apart, "Name the smallest one.\n" + OPTIONS), D, 2 * D))
                .isNotEqualTo(Arrays.copyOfRange(text, D, 2 * D));
    }

    @Test
    void aReaderThatKeepsMoreTokensThanTheEncoderReadsGivesTheSame() {
        FeatureReader roomy = apart.reader(WordCounter.MAX_TOKENS);
        for (int words : new int[] {0, 10, 22, 27, 28, 29, 30, 31, 32, 60}) {
            String text = "word ".repeat(words) + "\n" + OPTIONS;
            float[] found = new float[apart.schema().size()];
            roomy.embed(text, found);
            roomy.surface(text, found);
            assertThat(found).as("%d words", words).containsExactly(features(apart, text));
        }
    }

    @Test
    void anEncoderThatGivesOneVectorCannotPoolApart(@TempDir Path folder) throws Exception {
        TinyEncoder.write(folder, "encoder.onnx");
        try (PromptEncoder tiny = OnnxEncoder.fromFolder(folder, MAX_TOKENS)) {
            assertThat(tiny.poolsApart()).isFalse();
            assertThatThrownBy(() -> new Featurizer(tiny, Pooling.APART))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(tiny.spec().id());
        }
    }

    private static float[] features(Featurizer featurizer, String text) {
        float[] features = new float[featurizer.schema().size()];
        featurizer.featurize(text, features);
        return features;
    }
}
