package dev.tierwise.core.prompt.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.testing.TinyEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DjlTokenizerTest {
    private static final int[] A_ROUTER_PROMPTS = {0, 5, 4, 6, 7, 8, 1};

    @Test
    void readsATokenizerThatIsNotWordPiece() throws IOException {
        try (Tokenizer tokenizer = TokenizerJson.open(TinyEncoder.tokenizer(), "tokenizer.json", 64)) {
            assertThat(tokenizer).isInstanceOf(DjlTokenizer.class);
            assertThat(tokenizer.encode("a router prompts")).containsExactly(A_ROUTER_PROMPTS);
            assertThat(tokenizer.encode("")).containsExactly(0, 1);
        }
    }

    /** The file pads to 32 and cuts at 4. */
    @Test
    void heedsTheCallersLimitAndNeverPads() throws IOException {
        try (Tokenizer tokenizer = DjlTokenizer.of(TinyEncoder.tokenizer(), "tokenizer.json", 5)) {
            assertThat(tokenizer.encode("a router prompts")).containsExactly(0, 5, 4, 6, 1);
            assertThat(tokenizer.encode("a")).containsExactly(0, 5, 1);
        }
    }

    @Test
    void saysThatAFileIsNoTokenizer() {
        byte[] json = "{\"model\": {\"type\": \"Unigram\", \"vocab\": 3}}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> DjlTokenizer.of(json, "my/tokenizer.json", 64))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("my/tokenizer.json cannot be read as a tokenizer: ");
    }

    /**
     * In another JVM: its home cannot be made, since a file stands in its way (which holds for root, too), and every
     * connection it tries goes to a closed port.
     */
    @Test
    void worksOfflineAndWithoutAHomeToWriteTo(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path output = folder.resolve("output");
        TinyEncoder.write(folder.resolve("encoder"), "model.onnx");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Duser.home=" + file.resolve("home"),
                "-Djava.io.tmpdir=" + temporary,
                "-Dhttp.proxyHost=127.0.0.1",
                "-Dhttp.proxyPort=9",
                "-Dhttps.proxyHost=127.0.0.1",
                "-Dhttps.proxyPort=9",
                "-cp",
                System.getProperty("java.class.path"),
                EncodeInAnotherJvm.class.getName(),
                folder.resolve("encoder").toString(),
                "a router prompts");
        builder.environment().keySet().removeAll(List.of("ENGINE_CACHE_DIR", "DJL_CACHE_DIR", "RUST_LIBRARY_PATH"));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(output).strip()).isEqualTo(Arrays.toString(expected()));
        assertThat(process.exitValue()).isZero();
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith("tierwise"));
        }
    }

    /** Mean of the hidden states, as a unit vector. */
    private static float[] expected() {
        double[] mean = new double[TinyEncoder.DIMENSION];
        for (int id : A_ROUTER_PROMPTS) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += TinyEncoder.hidden(id, j);
            }
        }
        double norm = Math.sqrt(Arrays.stream(mean).map(x -> x * x).sum());
        float[] unit = new float[mean.length];
        for (int j = 0; j < mean.length; j++) {
            unit[j] = (float) (mean[j] / norm);
        }
        return unit;
    }
}
