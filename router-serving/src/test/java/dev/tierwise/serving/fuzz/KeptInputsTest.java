package dev.tierwise.serving.fuzz;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The fuzzer's seeds and what it once found, and for good measure some thousand mutations of them. */
class KeptInputsTest {
    private static final int MUTATIONS = 100;

    /** What is true of every input. */
    private interface Target {
        void accept(byte[] input) throws IOException;
    }

    @TestFactory
    Stream<DynamicTest> holdForEventStreams() throws Exception {
        return tests("event-stream", EventStreamTarget::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> holdForRequests() throws Exception {
        return tests("request", RequestTarget::fuzzerTestOneInput);
    }

    private static Stream<DynamicTest> tests(String folder, Target target) throws IOException, URISyntaxException {
        Path inputs = Path.of(
                Objects.requireNonNull(KeptInputsTest.class.getResource(folder)).toURI());
        try (Stream<Path> files = Files.list(inputs)) {
            List<Path> sorted = files.sorted().toList();
            return sorted.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                        byte[] input = Files.readAllBytes(file);
                        target.accept(input);
                        for (long seed = 0; seed < MUTATIONS; seed++) {
                            byte[] mutated = mutated(input, new Random(seed));
                            try {
                                target.accept(mutated);
                            } catch (AssertionError | RuntimeException e) {
                                throw new AssertionError(
                                        "seed " + seed + ": " + new String(mutated, StandardCharsets.ISO_8859_1), e);
                            }
                        }
                    }));
        }
    }

    private static byte[] mutated(byte[] input, Random random) {
        byte[] out = input.clone();
        for (int i = random.nextInt(4); i >= 0 && out.length > 0; i--) {
            int at = random.nextInt(out.length);
            int to = at + random.nextInt(out.length - at);
            switch (random.nextInt(3)) {
                case 0 -> out[at] = (byte) random.nextInt(256);
                case 1 -> out = joined(Arrays.copyOf(out, at), Arrays.copyOfRange(out, to, out.length));
                default -> out = joined(Arrays.copyOf(out, to), Arrays.copyOfRange(out, at, out.length));
            }
        }
        return out;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] out = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, out, first.length, second.length);
        return out;
    }
}
