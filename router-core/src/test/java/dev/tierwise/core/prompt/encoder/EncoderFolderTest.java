package dev.tierwise.core.prompt.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import dev.tierwise.core.testing.TestGraph;
import dev.tierwise.core.testing.TinyEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encoders that are read from a folder of somebody's own. */
class EncoderFolderTest {
    @TempDir
    private Path folder;

    @Test
    void readsAnEncoderFromAFolder() throws IOException {
        TinyEncoder.write(folder, "some-name.onnx");
        try (PromptEncoder encoder = OnnxEncoder.fromFolder(folder, 16)) {
            String sha256 = Digests.sha256(TinyEncoder.model(), TinyEncoder.tokenizer());
            assertThat(encoder.spec().sha256()).isEqualTo(sha256);
            assertThat(encoder.spec().dimension()).isEqualTo(TinyEncoder.DIMENSION);
            assertThat(encoder.spec().maxTokens()).isEqualTo(16);
            // <s> and </s>, the two ids 0 and 1.
            float[] mean = {-5 + 2, 0 - 4, 5 + 1};
            float norm = (float) Math.sqrt(9 + 16 + 36);
            float[] unit = {mean[0] / norm, mean[1] / norm, mean[2] / norm};
            assertThat(OnnxEncoderTest.encode(encoder, "")).containsExactly(unit, within(1e-4f));
        }
    }

    /** A vocabulary of bytes without special tokens and {@code unk_token}. */
    @Test
    void aTextWithoutTokensIsZeros() throws IOException {
        TinyEncoder.write(folder, "encoder.onnx");
        Files.writeString(folder.resolve("tokenizer.json"), """
                {"version": "1.0", "added_tokens": [],
                 "model": {"type": "BPE", "vocab": {"a": 0, "s": 1, "h": 2, "o": 3, "r": 4, "t": 5}, "merges": []}}
                """);
        try (PromptEncoder encoder = OnnxEncoder.fromFolder(folder, 16)) {
            assertThat(encoder.tokenizer().encode("你好", new int[16])).isZero();
            assertThat(OnnxEncoderTest.encode(encoder, "你好")).containsOnly(0);
            assertThat(OnnxEncoderTest.encode(encoder, "a"))
                    .doesNotContain(Float.NaN)
                    .isNotEqualTo(new float[3]);
        }
    }

    @Test
    void prefersTheFileNamedEncoder() throws IOException {
        TinyEncoder.write(folder, "encoder.onnx");
        Files.writeString(folder.resolve("head.onnx"), "not read");
        Files.writeString(folder.resolve("model.onnx"), "not read");
        try (PromptEncoder encoder = OnnxEncoder.fromFolder(folder, 16)) {
            assertThat(encoder.spec().dimension()).isEqualTo(TinyEncoder.DIMENSION);
        }
    }

    @Test
    void takesAPooledSentenceEmbeddingAsItIs() throws IOException {
        TinyEncoder.write(folder, "model.onnx");
        byte[] pooled = new TestGraph()
                .input("input_ids", TestGraph.INT64, -1, -1)
                .input("attention_mask", TestGraph.INT64, -1, -1)
                .output("sentence_embedding", TestGraph.FLOAT, -1, 2)
                .constant("table", new float[] {3, 4}, 1, 2)
                .node("Sub", "zero", "input_ids", "input_ids")
                .node("ReduceMax", "first", "zero")
                .node("Squeeze", "scalar", "first")
                .node("Gather", "row", "table", "scalar")
                .node("Reshape", "sentence_embedding", "row", "shape")
                .constant64("shape", 1, 2)
                .toBytes();
        Files.write(folder.resolve("model.onnx"), pooled);
        try (PromptEncoder encoder = OnnxEncoder.fromFolder(folder, 16)) {
            assertThat(OnnxEncoderTest.encode(encoder, "a prompt")).containsExactly(.6f, .8f);
        }
    }

    @Test
    void namesTheFileThatIsMissingOrBroken() throws IOException {
        assertRefused(folder.resolve("nowhere"), "nowhere is not a folder");
        assertRefused(folder, "holds no ONNX file");
        TinyEncoder.write(folder, "a.onnx");
        Files.write(folder.resolve("b.onnx"), TinyEncoder.model());
        assertRefused(folder, "holds several ONNX files");
        Files.writeString(folder.resolve("b.onnx"), "garbage");
        Files.move(folder.resolve("b.onnx"), folder.resolve("encoder.onnx"));
        assertRefused(folder, "encoder.onnx is not an ONNX model that can be run");
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": 1}");
        assertRefused(folder, "tokenizer.json has no \"model\"");
        Files.delete(folder.resolve("tokenizer.json"));
        assertRefused(folder, "tokenizer.json is missing");
    }

    @Test
    void refusesAModelThatIsNoSentenceEncoder() throws IOException {
        TinyEncoder.write(folder, "model.onnx");
        Path model = folder.resolve("model.onnx");
        Files.write(model, givingIntegers("logits"));
        assertRefused(folder, "gives neither \"last_hidden_state\" nor \"sentence_embedding\" but [logits]");
        Files.write(
                model,
                new TestGraph()
                        .input("input_ids", TestGraph.INT64, -1, -1)
                        .input("pixels", TestGraph.INT64, -1, -1)
                        .output("last_hidden_state", TestGraph.INT64, -1, -1)
                        .node("Add", "last_hidden_state", "input_ids", "pixels")
                        .toBytes());
        assertRefused(folder, "wants the input \"pixels\"");
        Files.write(model, givingIntegers("last_hidden_state"));
        assertRefused(folder, "in a form that is neither float32[1, tokens, d] nor float32[1, d]");
    }

    private static byte[] givingIntegers(String output) {
        return new TestGraph()
                .input("input_ids", TestGraph.INT64, -1, -1)
                .output(output, TestGraph.INT64, -1, -1)
                .node("Abs", output, "input_ids")
                .toBytes();
    }

    private static void assertRefused(Path folder, String message) {
        assertThatThrownBy(() -> OnnxEncoder.fromFolder(folder, 16))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(message);
    }
}
