package dev.tierwise.training.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.core.prompt.encoder.EncoderSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddingCacheTest {
    private static final EncoderSpec ENCODER = new EncoderSpec("tiny", "a".repeat(64), 3, 64);
    private static final int RECORD_BYTES = 32 + 3 * Float.BYTES;

    @TempDir
    private Path folder;

    @Test
    void remembersFromOneRunToTheNext() {
        write(ENCODER, "one", 1, 2, 3);

        assertThat(read(ENCODER, "one")).containsExactly(1, 2, 3);
        assertThat(read(ENCODER, "two")).isNull();
    }

    @Test
    void writesTheStartOfALongerVectorAndTouchesNothingBehindIt() {
        write(ENCODER, "one", 1, 2, 3, 99);
        try (EmbeddingCache cache = EmbeddingCache.open(folder, ENCODER, Pooling.WHOLE)) {
            float[] features = {0, 0, 0, 42};
            assertThat(cache.read("one", features)).isTrue();
            assertThat(features).containsExactly(1, 2, 3, 42);
        }
    }

    @Test
    void encodersDoNotShareEmbeddings() {
        write(ENCODER, "one", 1, 2, 3);

        assertThat(read(new EncoderSpec("tiny", "b".repeat(64), 3, 64), "one")).isNull();
        assertThat(read(new EncoderSpec("tiny", "a".repeat(64), 3, 32), "one")).isNull();
        assertThat(read(new EncoderSpec("tiny", "c".repeat(64), 5, 64), "one")).isNull();
    }

    @Test
    void poolingsDoNotShareEmbeddings() {
        write(ENCODER, "one", 1, 2, 3);

        try (EmbeddingCache apart = EmbeddingCache.open(folder, ENCODER, Pooling.APART)) {
            float[] features = new float[6];
            assertThat(apart.read("one", features)).isFalse();
            apart.write("one", new float[] {1, 2, 3, 4, 5, 6});
            assertThat(apart.read("one", features)).isTrue();
            assertThat(features).containsExactly(1, 2, 3, 4, 5, 6);
        }
        assertThat(read(ENCODER, "one")).containsExactly(1, 2, 3);
    }

    @Test
    void aRecordThatWasCutOffIsForgottenAndTheOthersAreNot() throws IOException {
        write(ENCODER, "one", 1, 2, 3);
        write(ENCODER, "two", 4, 5, 6);
        for (int cut = 1; cut < RECORD_BYTES; cut += 7) {
            try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
                channel.truncate(2L * RECORD_BYTES - cut);
            }
            assertThat(read(ENCODER, "two")).as("%d bytes cut off", cut).isNull();
            assertThat(read(ENCODER, "one")).containsExactly(1, 2, 3);
            write(ENCODER, "two", 4, 5, 6);
            assertThat(read(ENCODER, "two")).containsExactly(4, 5, 6);
        }
    }

    @Test
    void aSecondUserInTheSameProcessGoesWithoutAndBothWork() {
        try (EmbeddingCache first = EmbeddingCache.open(folder, ENCODER, Pooling.WHOLE);
                EmbeddingCache second = EmbeddingCache.open(folder, ENCODER, Pooling.WHOLE)) {
            second.write("one", new float[] {9, 9, 9});
            first.write("one", new float[] {1, 2, 3});

            assertThat(second.read("one", new float[3])).isFalse();
            assertThat(first.read("one", new float[3])).isTrue();
        }
        assertThat(read(ENCODER, "one")).containsExactly(1, 2, 3);
    }

    @Test
    void aSecondProcessGoesWithoutAndLeavesTheFileAsItIs() throws IOException, InterruptedException {
        write(ENCODER, "one", 1, 2, 3);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file().toString())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(other.getInputStream().read()).isEqualTo('L');
            write(ENCODER, "two", 4, 5, 6);
            assertThat(Files.size(file())).isEqualTo(RECORD_BYTES);
            assertThat(read(ENCODER, "one")).isNull();
            other.getOutputStream().close();
            assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            other.destroyForcibly();
        }
        assertThat(read(ENCODER, "one")).containsExactly(1, 2, 3);
    }

    @Test
    void manyThreadsMayWriteAndRead() {
        int texts = 2_000;
        try (EmbeddingCache cache = EmbeddingCache.open(folder, ENCODER, Pooling.WHOLE)) {
            IntStream.range(0, texts * 2).parallel().forEach(i -> {
                int text = i % texts;
                cache.write("text " + text, new float[] {text, -text, text / 2f});
                float[] read = new float[3];
                assertThat(cache.read("text " + text, read)).isTrue();
                assertThat(read).containsExactly(text, -text, text / 2f);
            });
        }
        try (EmbeddingCache cache = EmbeddingCache.open(folder, ENCODER, Pooling.WHOLE)) {
            for (int text = 0; text < texts; text++) {
                float[] read = new float[3];
                assertThat(cache.read("text " + text, read)).isTrue();
                assertThat(read).containsExactly(text, -text, text / 2f);
            }
        }
    }

    @Test
    void aFolderThatCannotBeMadeOnlyCostsTime() throws IOException {
        Path inAFile = Files.write(folder.resolve("file"), new byte[1]).resolve("cache");
        try (EmbeddingCache cache = EmbeddingCache.open(inAFile, ENCODER, Pooling.WHOLE)) {
            cache.write("one", new float[] {1, 2, 3});
            assertThat(cache.read("one", new float[3])).isFalse();
        }
    }

    private void write(EncoderSpec encoder, String text, float... embedding) {
        try (EmbeddingCache cache = EmbeddingCache.open(folder, encoder, Pooling.WHOLE)) {
            cache.write(text, embedding);
        }
    }

    private float @Nullable [] read(EncoderSpec encoder, String text) {
        try (EmbeddingCache cache = EmbeddingCache.open(folder, encoder, Pooling.WHOLE)) {
            float[] embedding = new float[encoder.dimension()];
            return cache.read(text, embedding) ? embedding : null;
        }
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    /** Locks a file, says so, and holds it until its standard input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            try (FileChannel channel =
                    FileChannel.open(Path.of(args[0]), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                channel.lock();
                System.out.print('L');
                System.out.flush();
                while (System.in.read() >= 0) {
                    channel.read(ByteBuffer.allocate(1), 0);
                }
            }
        }
    }
}
