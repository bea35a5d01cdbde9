package dev.tierwise.core.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * A file that appears whole or not at all, in a folder that is made for it where there is none. What stood there before
 * stays until the new one is whole.
 */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes UTF-8 text.
     *
     * @throws BadInputException when it cannot be written, a full disk included
     */
    public static void write(Path file, String text) {
        fill(file, part -> Files.writeString(part, text));
    }

    /**
     * Writes what the filling writes, and gives back what it gives.
     *
     * @throws BadInputException when it cannot be written, a full disk included, or when the filling says so
     */
    public static <T> T fill(Path file, StagedFolder.Filling<T> filling) {
        try (StagedFolder staged = StagedFolder.beside(file)) {
            T result = staged.fill(String.valueOf(file.getFileName()), filling);
            staged.commit();
            return result;
        }
    }

    /**
     * To be asked before the work whose result the file will hold.
     *
     * @throws BadInputException when it could not be written now
     */
    public static void requireWritable(Path file) {
        StagedFolder.beside(file).close();
    }

    /**
     * To be asked where a file, or a folder, is written from others: what was read must not be lost by it.
     *
     * @throws BadInputException when it is one of them
     */
    public static void requireNoneOf(Path file, Collection<Path> inputs) {
        for (Path input : inputs) {
            if (same(file, input)) {
                throw new BadInputException(file + " would be written over, and is read: choose another place");
            }
        }
    }

    private static boolean same(Path file, Path other) {
        try {
            return Files.isSameFile(file, other);
        } catch (IOException e) {
            // One of them is not there yet.
            return false;
        }
    }
}
