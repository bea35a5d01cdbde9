package dev.tierwise.core.bundle;

import dev.tierwise.core.bundle.Manifest.FileDigest;
import dev.tierwise.core.io.Digests;
import dev.tierwise.core.io.StagedFolder;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes a bundle so that it appears whole or not at all. */
public final class BundleWriter {
    private BundleWriter() {}

    /**
     * Writes {@code files} and the manifest.
     *
     * @param folder where the bundle goes
     * @param replace whether an existing bundle may be replaced
     * @param files file name to content, all but the manifest
     * @param manifest all but the digests of those files
     * @return the manifest as written
     * @throws dev.tierwise.core.io.BadInputException when the folder exists and may not be replaced, or cannot be written
     */
    public static Manifest write(Path folder, boolean replace, Map<String, byte[]> files, Manifest manifest) {
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
