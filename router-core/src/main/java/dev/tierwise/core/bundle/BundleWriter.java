package dev.tierwise.core.bundle;

import dev.tierwise.core.bundle.Manifest.FileDigest;
import dev.tierwise.core.io.BadInputException;
import dev.tierwise.core.io.Digests;
import dev.tierwise.core.io.StagedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes a bundle so that it appears whole or not at all. */
public final class BundleWriter {
    private BundleWriter() {}

    /**
     * Makes sure that a bundle can be written, before the work that would be lost. A folder that exists is only ever
     * replaced where it is a bundle: {@code --force} with a slip of the hand must not delete a home.
     *
     * @throws BadInputException when the folder exists and may not be replaced, or cannot be written
     */
    public static void requireWritable(Path folder, boolean replace) {
        boolean isBundle = Files.exists(folder.resolve(ManifestFile.NAME));
        if (replace && Files.isDirectory(folder) && !isBundle) {
            throw new BadInputException(folder + " is not a bundle (it has no " + ManifestFile.NAME
                    + "), so --force does not replace it: choose another --out, or delete it yourself");
        }
        StagedFolder.at(folder, replace).close();
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
