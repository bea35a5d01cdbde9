package dev.tierwise.training.rows;

import ai.onnxruntime.OrtEnvironment;
import dev.tierwise.core.io.Digests;
import dev.tierwise.core.prompt.Featurizer;
import dev.tierwise.core.prompt.Pooling;
import dev.tierwise.core.prompt.encoder.EncoderSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings on disk, one append-only file per encoder, pooling and version of what runs it: a record is the SHA-256 of
 * a text and its embeddings. Only the index is held in memory. A record that a killed process left half written is cut
 * off at the next start. One process at a time uses a file; another one goes without. A file of a gigabyte (350,000
 * prompts of the built-in encoder with two embeddings each) takes up nothing new. Thread-safe.
 */
public final class EmbeddingCache implements AutoCloseable {
    private static final int KEY_BYTES = 32;
    /** Raised where the same encoder gives the same text another embedding: other tokens, other pooling. */
    private static final int READING = 2;

    private static final long MAX_BYTES = 1L << 30;

    private final int numbers;
    private final Map<String, Long> index = new HashMap<>();
    private final @Nullable FileChannel file;

    private EmbeddingCache(int numbers, @Nullable FileChannel file) throws IOException {
        this.numbers = numbers;
        this.file = file;
        if (file != null) {
            readIndex(file);
        }
    }

    /** A cache that remembers nothing. */
    private static EmbeddingCache none(int numbers) {
        try {
            return new EmbeddingCache(numbers, null);
        } catch (IOException e) {
            throw new IllegalStateException("no file, no error", e);
        }
    }

    /** The cache of what a featurizer makes, in a folder, or none where it is in use or cannot be written. */
    static EmbeddingCache open(Path folder, Featurizer featurizer) {
        return open(folder, featurizer.encoder().spec(), featurizer.pooling());
    }

    static EmbeddingCache open(Path folder, EncoderSpec encoder, Pooling pooling) {
        int numbers = pooling.embeddings() * encoder.dimension();
        String name = encoder.id() + "-" + encoder.sha256().substring(0, 16) + "-" + encoder.maxTokens()
                + (pooling == Pooling.APART ? "-apart" : "") + "-onnxruntime"
                + Libraries.version(OrtEnvironment.class)
                + "-" + READING + ".embeddings";
        FileChannel channel;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(
                    folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            return none(numbers);
        }
        try {
            if (channel.tryLock() != null) {
                return new EmbeddingCache(numbers, channel);
            }
        } catch (OverlappingFileLockException e) {
            // In use by this very process.
        } catch (IOException e) {
            // Not readable to its end: computing anew is always right.
        }
        closeQuietly(channel);
        return none(numbers);
    }

    /** The cache of a folder, or one that keeps nothing where there is no folder. */
    public static EmbeddingCache of(Optional<Path> folder, Featurizer featurizer) {
        return folder.map(path -> open(path, featurizer)).orElseGet(() -> none(featurizer.embedded()));
    }

    /** The usual folder: below XDG_CACHE_HOME, or .cache in the home. */
    public static Path defaultFolder() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return base.resolve("tierwise");
    }

    private int recordBytes() {
        return KEY_BYTES + numbers * Float.BYTES;
    }

    private void readIndex(FileChannel channel) throws IOException {
        long whole = channel.size() / recordBytes() * recordBytes();
        channel.truncate(whole);
        ByteBuffer key = ByteBuffer.allocate(KEY_BYTES);
        for (long at = 0; at < whole; at += recordBytes()) {
            key.clear();
            readFully(channel, key, at);
            index.put(HexFormat.of().formatHex(key.array()), at);
        }
    }

    /** Copies the embedding of {@code text} to {@code into} and says whether there was one. */
    synchronized boolean read(String text, float[] into) {
        Long at = index.get(key(text));
        if (at == null || file == null) {
            return false;
        }
        ByteBuffer record = ByteBuffer.allocate(numbers * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try {
            readFully(file, record, at + KEY_BYTES);
        } catch (IOException e) {
            return false;
        }
        record.flip().asFloatBuffer().get(into, 0, numbers);
        return true;
    }

    /** Remembers an embedding; a full disk only means that it will be computed again. */
    synchronized void write(String text, float[] features) {
        String key = key(text);
        long at = (long) index.size() * recordBytes();
        if (file == null || index.containsKey(key) || at + recordBytes() > MAX_BYTES) {
            return;
        }
        ByteBuffer record = ByteBuffer.allocate(recordBytes()).order(ByteOrder.LITTLE_ENDIAN);
        record.put(HexFormat.of().parseHex(key));
        record.asFloatBuffer().put(features, 0, numbers);
        record.clear();
        try {
            while (record.hasRemaining()) {
                int written = file.write(record, at + record.position());
                if (written <= 0) {
                    return;
                }
            }
            index.put(key, at);
        } catch (IOException e) {
            return;
        }
    }

    private static void readFully(FileChannel channel, ByteBuffer into, long at) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into, at + into.position()) < 0) {
                throw new IOException("the cache ends early");
            }
        }
    }

    private static String key(String text) {
        return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        if (file != null) {
            closeQuietly(file);
        }
    }

    /** What is lost with a cache that does not close is time, once. */
    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            return;
        }
    }
}
