package dev.tierwise.core.bundle;

import dev.tierwise.core.bundle.Manifest.FileDigest;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import dev.tierwise.core.prompt.encoder.EncoderSpec;
import dev.tierwise.core.prompt.encoder.NoEncoder;
import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder of a bundle, whose manifest has been read and checked. Each file is read once, so that what is used is what
 * was verified, whatever happens to the folder meanwhile. Thread-safe.
 */
final class BundleFolder {
    private static final int MOST_TOKENS = 1 << 15;

    private final Path path;
    private final Manifest manifest;
    private final Map<String, byte[]> bytes = new ConcurrentHashMap<>();

    private BundleFolder(Path path, Manifest manifest) {
        this.path = path;
        this.manifest = manifest;
    }

    /**
     * Reads the manifest, and no other file.
     *
     * @throws BadInputException naming the file, where it is missing or damaged or says what no bundle can serve with
     */
    static BundleFolder open(Path path) {
        if (!Files.isDirectory(path)) {
            throw new BadInputException(path + " is not a folder: a bundle is the folder that train writes with --out");
        }
        Path file = path.resolve(ManifestFile.NAME);
        Manifest manifest = ManifestFile.read(read(file), file.toString());
        problem(manifest).ifPresent(problem -> {
            throw new BadInputException(file + " " + problem + ": copy the bundle again or train it again");
        });
        return new BundleFolder(path, manifest);
    }

    /** What its {@code router.json} says. */
    Manifest manifest() {
        return manifest;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** @throws BadInputException where the file is missing or cannot be read */
    byte[] read(String name) {
        return bytes.computeIfAbsent(name, key -> read(file(key)));
    }

    /** What is wrong with a file of the bundle, if any is not as it was written. */
    Optional<BadInputException> changed() {
        try {
            manifest.files().forEach(this::verify);
            return Optional.empty();
        } catch (BadInputException e) {
            return Optional.of(e);
        }
    }

    private void verify(String name, FileDigest expected) {
        String found = Digests.sha256(read(name));
        if (!found.equals(expected.sha256())) {
            throw new BadInputException(file(name) + " is not the file this bundle was written with: expected sha256 "
                    + expected.sha256() + ", found " + found + "; restore it or train the bundle again");
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new BadInputException(
                    file + " is missing: a bundle needs it; restore it or train the bundle again", e);
        } catch (IOException e) {
            throw new BadInputException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** What keeps a bundle from being verified or serving, though its manifest is as it was written. */
    private static Optional<String> problem(Manifest manifest) {
        Set<String> files = manifest.files().keySet();
        for (String name : files) {
            if (!isPlainName(name)) {
                return Optional.of("lists a file \"" + name.replace("\0", "\\0") + "\", which is no plain file name");
            }
        }
        List<String> needed = files.contains(RouterBundle.ENCODER)
                ? List.of(RouterBundle.HEAD, OnnxEncoder.TOKENIZER)
                : List.of(RouterBundle.HEAD);
        for (String name : needed) {
            if (!files.contains(name)) {
                return Optional.of("lists no digest of " + name);
            }
        }
        EncoderSpec encoder = manifest.encoder();
        if (encoder.maxTokens() > MOST_TOKENS) {
            return Optional.of("has its encoder read " + encoder.maxTokens() + " tokens, and " + MOST_TOKENS
                    + " is more than any text to be scored has");
        }
        boolean ofTheClassPath =
                !files.contains(RouterBundle.ENCODER) && !encoder.id().equals(NoEncoder.ID);
        if (ofTheClassPath && encoder.maxTokens() > OnnxEncoder.MINILM_TOKENS) {
            return Optional.of("has the built-in encoder read " + encoder.maxTokens() + " tokens, and it reads at most "
                    + OnnxEncoder.MINILM_TOKENS);
        }
        List<Float> quantiles = manifest.scoreQuantiles();
        // A bundle that rates tiers has no win probability to have quantiles of.
        boolean none = manifest.ratesTiers() && quantiles.isEmpty();
        if (!none && !areQuantiles(quantiles)) {
            return Optional.of("has score_quantiles that are not " + Manifest.QUANTILES + " ascending numbers in 0..1");
        }
        return Optional.empty();
    }

    /** Whether it names a file in the folder itself and nothing outside of it. */
    private static boolean isPlainName(String name) {
        try {
            Path path = Path.of(name);
            return !name.isBlank() && !name.matches("[.]{1,2}") && path.equals(path.getFileName());
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean areQuantiles(List<Float> values) {
        float before = 0;
        for (float value : values) {
            if (!(value >= before && value <= 1)) {
                return false;
            }
            before = value;
        }
        return values.size() == Manifest.QUANTILES;
    }
}
