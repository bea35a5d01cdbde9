package dev.tierwise.training.datasets;

import dev.tierwise.core.io.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder with the same relative paths as the public address, such as a clone of the source repository. */
final class MirrorSource implements Source {
    private final Path folder;

    MirrorSource(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new BadInputException("--mirror " + folder + " is not a folder");
        }
        this.folder = folder;
    }

    @Override
    public void copy(String path, OutputStream to) throws IOException {
        Path file = folder.resolve(path);
        if (!Files.isRegularFile(file)) {
            throw new BadInputException("--mirror " + folder + " has no " + path
                    + ": a mirror holds the files under the same relative paths as the public address");
        }
        try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(to);
        }
    }

    @Override
    public String address(String path) {
        return folder.resolve(path).toString();
    }

    @Override
    public void close() {}
}
