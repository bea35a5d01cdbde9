package dev.tierwise.core.prompt.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.tierwise.core.testing.TestGraph;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxEncoderTest {
    private static PromptEncoder miniLm;

    @BeforeAll
    static void open() {
        miniLm = OnnxEncoder.miniLm(128);
    }

    @AfterAll
    static void close() {
        miniLm.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"What is the capital of France?", "", " \n", "👩‍👩‍👧‍👦 🇫🇷", "\uD83D", "为什么天空是蓝色的？", "x"})
    void embedsAnyTextAsAUnitVectorAndTheSameEachTime(String text) {
        float[] embedding = encode(miniLm, text);
        double squares = 0;
        for (float x : embedding) {
            squares += (double) x * x;
        }
        assertThat(embedding).hasSize(384);
        assertThat(squares).isCloseTo(1, within(1e-6));
        assertThat(encode(miniLm, text)).containsExactly(embedding);
    }

    /** Printed by this class on one machine; other processors differ in the last digits. */
    @Test
    void givesTheValuesItAlwaysGave() {
        assertStartsWith(encode(miniLm, "What is the capital of France?"), 0.08944f, 0.02906f, -0.00493f, -0.00456f);
        assertStartsWith(encode(miniLm, "Prove that √2 is irrational 🧮"), 0.07343f, 0.04465f, 0.04309f, 0.09883f);
        assertStartsWith(encode(miniLm, ""), -0.09369f, 0.03765f, 0.00525f, 0.00088f);
    }

    /** The whole model, told to give the tensor in its middle as well. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void firstLayersAreThoseOfTheWholeModel(int layers) throws Exception {
        String tensor = "/encoder/layer." + (layers - 1) + "/output/LayerNorm/Add_1_output_0";
        String text = "A train leaves at noon. How far is it by three o'clock?";
        try (PromptEncoder first = OnnxEncoder.miniLm(layers, 64)) {
            assertThat(first.spec().id()).isEqualTo("all-minilm-l6-v2-q-first-" + layers);
            assertThat(first.spec().sha256()).isNotEqualTo(miniLm.spec().sha256());
            int[] ids = first.tokenizer().encode(text);
            float[] mean = meanOf(tensor, ids, 0, ids.length);
            float[] embedding = encode(first, text);
            for (int i = 0; i < mean.length; i++) {
                assertThat(embedding[i]).isCloseTo(mean[i], within(1e-5f));
            }
            try (PromptEncoder again = OnnxEncoder.miniLm(first.spec())) {
                assertThat(again.spec()).isEqualTo(first.spec());
                assertThat(encode(again, text)).containsExactly(embedding);
            }
        }
    }

    @Test
    void hasSixLayers() {
        assertThatThrownBy(() -> OnnxEncoder.miniLm(0, 64)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> OnnxEncoder.miniLm(7, 64)).isInstanceOf(IndexOutOfBoundsException.class);
        try (PromptEncoder all = OnnxEncoder.miniLm(6, 128)) {
            assertThat(all.spec()).isEqualTo(miniLm.spec());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 9})
    void poolsTwoPartsOfWhatItReadAtOnce(int split) throws Exception {
        String tensor = "/encoder/layer.2/output/LayerNorm/Add_1_output_0";
        try (PromptEncoder first = OnnxEncoder.miniLm(3, 64)) {
            int[] ids = first.tokenizer().encode("Which is larger?\nA. one half\nB. two thirds");
            float[] both = new float[2 * 384];

            first.encode(ids, ids.length, split, both, 0);

            assertNear(Arrays.copyOf(both, 384), meanOf(tensor, ids, 0, split));
            assertNear(Arrays.copyOfRange(both, 384, 768), meanOf(tensor, ids, split, ids.length));
        }
    }

    @Test
    void whatIsCutOffLeavesTheSecondPartEmpty() {
        try (PromptEncoder shortSighted = OnnxEncoder.miniLm(3, 8)) {
            int[] ids = miniLm.tokenizer().encode("one two three four five six seven eight nine");
            float[] whole = new float[384];
            shortSighted.encode(ids, ids.length, whole, 0);
            for (int split : new int[] {7, 9, ids.length}) {
                float[] both = new float[2 * 384];
                Arrays.fill(both, 42);
                shortSighted.encode(ids, ids.length, split, both, 0);
                assertThat(Arrays.copyOf(both, 384)).containsExactly(whole);
                assertThat(Arrays.copyOfRange(both, 384, 768)).containsOnly(0);
            }
        }
    }

    private static void assertNear(float[] found, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-5f));
        }
    }

    /** Of the vectors from {@code from} to {@code to}. */
    private static float[] meanOf(String tensor, int[] ids, int from, int to) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(TestGraph.withOutput(wholeModel(), tensor))) {
            Map<String, OnnxTensor> inputs = new HashMap<>();
            long[][] values = {IntStream.of(ids).asLongStream().toArray()};
            long[][] ones = {new long[ids.length]};
            Arrays.fill(ones[0], 1);
            inputs.put("input_ids", OnnxTensor.createTensor(environment, values));
            inputs.put("attention_mask", OnnxTensor.createTensor(environment, ones));
            inputs.put("token_type_ids", OnnxTensor.createTensor(environment, new long[1][ids.length]));
            float[] sum = new float[384];
            try (OrtSession.Result result = session.run(inputs, Set.of(tensor))) {
                float[][] rows = ((float[][][]) result.get(0).getValue())[0];
                for (float[] row : Arrays.copyOfRange(rows, from, to)) {
                    for (int i = 0; i < sum.length; i++) {
                        sum[i] += row[i];
                    }
                }
            }
            inputs.values().forEach(OnnxTensor::close);
            return unit(sum);
        }
    }

    private static float[] unit(float[] sum) {
        double squares = 0;
        for (float x : sum) {
            squares += (double) x * x;
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= (float) Math.sqrt(squares);
        }
        return sum;
    }

    private static byte[] wholeModel() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(OnnxEncoder.class.getResourceAsStream("/all-minilm-l6-v2-q.onnx"))) {
            return in.readAllBytes();
        }
    }

    @Test
    void putsWhatIsAlikeCloseTogether() {
        float[] question = encode(miniLm, "How do I sort a list in Python?");
        double alike = cosine(question, encode(miniLm, "python: sorting an array"));
        double other = cosine(question, encode(miniLm, "The weather in Lisbon is mild in winter."));
        assertThat(alike).isGreaterThan(other + .3);
    }

    @Test
    void seesNothingBehindTheLastTokenItReads() {
        String long1 = "word ".repeat(1000);
        assertThat(encode(miniLm, long1 + "one end")).containsExactly(encode(miniLm, long1 + "another end"));
        assertThat(encode(miniLm, "word ".repeat(126))).containsExactly(encode(miniLm, long1));
        assertThat(encode(miniLm, "word ".repeat(125))).isNotEqualTo(encode(miniLm, long1));
    }

    @Test
    void writesWhereItIsTold() {
        float[] wide = new float[400];
        miniLm.encode("text", wide, 10);
        float[] alone = encode(miniLm, "text");
        for (int i = 0; i < wide.length; i++) {
            assertThat(wide[i]).isEqualTo(i >= 10 && i < 394 ? alone[i - 10] : 0f);
        }
        assertThatThrownBy(() -> miniLm.encode("text", wide, 17)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void givesTheSameBitsToManyVirtualThreadsAtOnce() throws Exception {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            texts.add(("prompt " + i + " ").repeat(1 + i % 7));
        }
        List<float[]> alone = texts.stream().map(text -> encode(miniLm, text)).toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<float[]>> together = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                for (String text : texts) {
                    together.add(threads.submit(() -> encode(miniLm, text)));
                }
            }
            for (int i = 0; i < together.size(); i++) {
                assertThat(together.get(i).get()).containsExactly(alone.get(i % texts.size()));
            }
        }
    }

    private static void assertStartsWith(float[] embedding, float... expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(embedding[i]).isCloseTo(expected[i], within(1e-4f));
        }
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    static float[] encode(PromptEncoder encoder, String text) {
        float[] embedding = new float[encoder.spec().dimension()];
        encoder.encode(text, embedding, 0);
        return embedding;
    }
}
