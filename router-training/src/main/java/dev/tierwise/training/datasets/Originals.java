package dev.tierwise.training.datasets;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import dev.tierwise.core.io.Progress;
import dev.tierwise.core.io.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The folder of files as their publisher has them, each checked by SHA-256 before it gets its name.
 *
 * <p>A pinned digest must match. Where none is pinned, the first fetch is trusted and its digest kept in a
 * {@code .sha256} file (in the form {@code sha256sum -c} reads), which every later fetch must match.
 */
final class Originals {
    private final Path folder;
    private final Source source;
    private final long maxFileBytes;

    Originals(Path folder, Source source, long maxFileBytes) {
        this.folder = folder;
        this.source = source;
        this.maxFileBytes = maxFileBytes;
    }

    /** Why a file's bytes are believed. */
    enum Trust {
        PINNED("pinned"),
        AS_BEFORE("as before"),
        FIRST_USE("first use");

        private final String words;

        Trust(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    record Original(Path file, String sha256, Trust trust) {}

    /**
     * The file with its digest checked: the one that is here if it still matches, or a fresh copy from the source.
     *
     * @throws BadInputException when the digest is not the expected one, or the file is larger than allowed
     * @throws SourceException when the source cannot give it
     */
    Original get(SourceFile wanted, Progress progress) throws IOException {
        Path file = folder.resolve(wanted.path());
        Path record = file.resolveSibling(file.getFileName() + ".sha256");
        String recorded = read(record);
        String expected = wanted.sha256() != null ? wanted.sha256() : recorded;
        Trust trust = wanted.sha256() != null ? Trust.PINNED : recorded != null ? Trust.AS_BEFORE : Trust.FIRST_USE;
        if (expected != null
                && Files.isRegularFile(file)
                && Digests.sha256(file).equals(expected)) {
            return new Original(file, expected, trust);
        }
        String found = WholeFile.fill(file, temporary -> {
            String digest = download(wanted.path(), temporary, progress);
            if (expected != null && !digest.equals(expected)) {
                throw mismatch(wanted.path(), expected, digest, trust, record);
            }
            return digest;
        });
        if (trust == Trust.FIRST_USE) {
            WholeFile.write(record, found + "  " + file.getFileName() + "\n");
        }
        return new Original(file, found, trust);
    }

    private String download(String path, Path to, Progress progress) throws IOException {
        try (Gauge gauge = new Gauge(Files.newOutputStream(to), path, progress)) {
            source.copy(path, gauge);
            return Digests.hex(gauge.digest);
        }
    }

    private static @Nullable String read(Path record) throws IOException {
        if (!Files.exists(record)) {
            return null;
        }
        String line = Files.readString(record);
        if (!line.matches("(?s)[0-9a-f]{64}\\b.*")) {
            throw new BadInputException(record + " does not begin with a SHA-256: delete it to trust the next fetch");
        }
        return line.substring(0, 64);
    }

    private BadInputException mismatch(String path, String expected, String found, Trust trust, Path record) {
        String remedy = trust == Trust.PINNED
                ? "the file is not the one that was published; nothing was kept"
                : "it changed since the first fetch; nothing was kept; delete " + record + " to trust the new one";
        return new BadInputException(source.address(path) + " has SHA-256 " + found + ", expected " + expected + " ("
                + (trust == Trust.PINNED ? "pinned" : "from the first fetch") + "): " + remedy);
    }

    /** Counts and digests what passes, refuses what is too much, and moves the progress bar, one tick a MiB. */
    private final class Gauge extends OutputStream {
        private final OutputStream out;
        private final String path;
        private final Progress progress;
        private final MessageDigest digest = Digests.newSha256();
        private long bytes;

        Gauge(OutputStream out, String path, Progress progress) {
            this.out = out;
            this.path = path;
            this.progress = progress;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            for (long mib = bytes >> 20; mib < (bytes + length) >> 20; mib++) {
                progress.tick();
            }
            bytes += length;
            if (bytes > maxFileBytes) {
                throw new BadInputException(source.address(path) + " is larger than the " + maxFileBytes
                        + " bytes that the manifest allows: nothing was kept");
            }
            digest.update(buffer, offset, length);
            out.write(buffer, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
