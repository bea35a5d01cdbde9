package dev.tierwise.core.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** A text file that appears whole or not at all: it is written beside its place and moved there. */
public final class TextFile {
    private TextFile() {}

    /**
     * Writes UTF-8 text; what stood there before stays until the new one is whole.
     *
     * @throws IOException when it cannot be written; nothing is left of it then
     */
    public static void write(Path file, String text) throws IOException {
        Path place = file.toAbsolutePath().normalize();
        Path folder = Objects.requireNonNull(place.getParent(), "a file has a folder");
        Path temporary = folder.resolve(
                "." + place.getFileName() + ".part-" + ProcessHandle.current().pid());
        try {
            Files.writeString(temporary, text);
            Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
