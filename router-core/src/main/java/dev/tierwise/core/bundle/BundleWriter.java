package dev.tierwise.core.bundle;

import dev.tierwise.core.bundle.Manifest.FileDigest;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import dev.tierwise.core.io.StagedFolder;
import dev.tierwise.core.prompt.encoder.OnnxEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes a bundle so that it appears whole or not at all. */
public final class BundleWriter {
    /** What bundles of this version are made of. */
    private static final Set<String> USUAL = Set.of(
            ManifestFile.NAME,
            RouterBundle.HEAD,
            RouterBundle.ENCODER,
            OnnxEncoder.TOKENIZER,
            "MODEL_CARD.md",
            "topics.json");

    private BundleWriter() {}

    /**
     * Makes sure that a bundle can be written, before the work that would be lost. A folder that exists is only ever
     * replaced where it is a bundle and nothing else: {@code --force} with a slip of the hand must not delete a home, nor
     * the labels that somebody keeps beside the router they made.
     *
     * @throws BadInputException when the folder exists and may not be replaced, or cannot be written
     */
    public static void requireWritable(Path folder, boolean replace) {
        boolean isBundle = Files.exists(folder.resolve(ManifestFile.NAME));
        if (replace && Files.isDirectory(folder) && !isBundle) {
            throw new BadInputException(folder + " is not a bundle (it has no " + ManifestFile.NAME
                    + "), so --force does not replace it: choose another --out, or delete it yourself");
        }
        if (replace && isBundle) {
            foreign(folder).ifPresent(name -> {
                throw new BadInputException(
                        folder + " holds " + name
                                + " beside the bundle, so --force does not replace it: choose another --out, or move that away");
            });
        }
        StagedFolder.at(folder, replace).close();
    }

    /** A file in a bundle's folder that is not the bundle's. */
    private static Optional<String> foreign(Path folder) {
        Set<String> own = new HashSet<>(USUAL);
        try {
            own.addAll(BundleFolder.open(folder).manifest().files().keySet());
        } catch (BadInputException e) {
            // A damaged bundle, which may well be what is to be replaced.
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !own.contains(name))
                    .min(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new BadInputException(folder + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /**
     * Writes {@code files} and the manifest.
     *
     * @param folder where the bundle goes
     * @param replace whether an existing bundle may be replaced
     * @param files file name to content, all but the manifest
     * @param manifest all but the digests of those files
     * @return the manifest as written
     * @throws BadInputException when the folder exists and may not be replaced, or cannot be written
     */
    public static Manifest write(Path folder, boolean replace, Map<String, byte[]> files, Manifest manifest) {
        requireWritable(folder, replace);
        try (StagedFolder staged = StagedFolder.at(folder, replace)) {
            Map<String, FileDigest> digests = new TreeMap<>();
            files.forEach((name, content) -> {
                staged.write(name, content);
                digests.put(name, new FileDigest(Digests.sha256(content), content.length));
            });
            Manifest complete = manifest.withFiles(digests);
            staged.write(ManifestFile.NAME, ManifestFile.write(complete));
            staged.commit();
            return complete;
        }
    }
}
