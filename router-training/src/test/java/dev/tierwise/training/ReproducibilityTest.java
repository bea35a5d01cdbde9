package dev.tierwise.training;

import static dev.tierwise.training.TrainFixture.quoted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtEnvironment;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tierwise.core.bundle.RouterBundle;
import dev.tierwise.core.score.OnnxScorer;
import dev.tierwise.core.score.Scorer;
import dev.tierwise.training.TrainFixture.Sample;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReproducibilityTest {
    private static final int PROMPTS = 1_000;

    @TempDir
    private Path home;

    @Test
    void theSameCommandTwiceGivesTheSameHeadWhichAnotherProcessRunsAlike()
            throws IOException, InterruptedException, URISyntaxException {
        TrainFixture fixture = new TrainFixture(home);
        Path data = fixture.csv("data.csv", "prompt,label", s -> quoted(s.prompt()) + (s.hard() ? ",1" : ",0"));

        Path once = fixture.train(data, "once");
        Path twice = fixture.train(data, "twice");
        assertThat(twice.resolve(RouterBundle.HEAD)).hasSameBinaryContentAs(once.resolve(RouterBundle.HEAD));
        Path otherSeed = fixture.train(data, "other", "--seed", "2");
        assertThat(Files.mismatch(otherSeed.resolve(RouterBundle.HEAD), once.resolve(RouterBundle.HEAD)))
                .as("another seed is another split")
                .isNotNegative();

        try (RouterBundle bundle = RouterBundle.open(once)) {
            float[][] features = features(bundle);
            float[] there = inAnotherProcess(once, features);
            float[] here = new float[1];
            try (Scorer scorer = OnnxScorer.open(Files.readAllBytes(once.resolve(RouterBundle.HEAD)))) {
                for (int i = 0; i < PROMPTS; i++) {
                    scorer.score(features[i], here);
                    assertThat(there[i]).as("prompt %d", i).isCloseTo(here[0], within(1e-5f));
                }
            }
            assertThat(there[0]).isNotEqualTo(there[1]);
        }
    }

    /** Of the samples, and of samples put together. */
    private static float[][] features(RouterBundle bundle) {
        List<String> prompts = new ArrayList<>();
        List<Sample> samples = TrainFixture.samples();
        for (int i = 0; prompts.size() < PROMPTS; i++) {
            String prompt = samples.get(i % samples.size()).prompt();
            prompts.add(
                    i < samples.size()
                            ? prompt
                            : prompt + "\n"
                                    + samples.get(i * 7 % samples.size()).prompt());
        }
        return prompts.stream()
                .map(prompt -> {
                    float[] features = new float[bundle.featurizer().schema().size()];
                    bundle.featurizer().featurize(prompt, features);
                    return features;
                })
                .toArray(float[][]::new);
    }

    /** Runs a program that knows ONNX Runtime and the manifest, and no class of this project. */
    private float[] inAnotherProcess(Path bundle, float[][] features)
            throws IOException, InterruptedException, URISyntaxException {
        ByteBuffer bytes = ByteBuffer.allocate(features.length * features[0].length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer floats = bytes.asFloatBuffer();
        for (float[] row : features) {
            floats.put(row);
        }
        Path input = Files.write(home.resolve("features.bin"), bytes.array());
        Path output = home.resolve("probabilities.bin");
        List<String> classPath = new ArrayList<>();
        for (Class<?> type : List.of(
                PlainOnnxRuntime.class,
                OrtEnvironment.class,
                ObjectMapper.class,
                JsonFactory.class,
                JsonProperty.class)) {
            classPath.add(Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        String.join(File.pathSeparator, classPath),
                        PlainOnnxRuntime.class.getName(),
                        bundle.toString(),
                        input.toString(),
                        output.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log.txt").toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(home.resolve("log.txt")))
                .isZero();
        float[] probabilities = new float[features.length];
        ByteBuffer.wrap(Files.readAllBytes(output))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(probabilities);
        return probabilities;
    }
}
