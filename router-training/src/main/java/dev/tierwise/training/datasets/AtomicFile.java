package dev.tierwise.training.datasets;

import dev.tierwise.core.io.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** A file that appears whole or not at all: it is written beside its place and moved there. */
final class AtomicFile {
    private AtomicFile() {}

    /** Fills a file that is still under its temporary name. */
    interface Filling<T> {
        T fill(Path temporary) throws IOException;
    }

    /**
     * Fills {@code target}; what stood there before stays until the new one is whole.
     *
     * @throws BadInputException when it cannot be written, a full disk included, or when the filling says so
     * @throws SourceException as the filling throws it
     */
    static <T> T write(Path target, Filling<T> filling) throws SourceException {
        Path place = target.toAbsolutePath().normalize();
        Path folder = Objects.requireNonNull(place.getParent(), "a file has a folder");
        Path temporary = folder.resolve(
                "." + place.getFileName() + ".part-" + ProcessHandle.current().pid());
        // Ctrl-C skips finally blocks; the JVM still deletes what is registered here.
        temporary.toFile().deleteOnExit();
        try {
            Files.createDirectories(folder);
            T result = filling.fill(temporary);
            Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return result;
        } catch (SourceException e) {
            throw e;
        } catch (IOException e) {
            throw new BadInputException(
                    "cannot write " + target + " (" + e + "): free some space or choose another --out", e);
        } finally {
            deleteQuietly(temporary);
        }
    }

    private static void deleteQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The failure that brought us here is the one to report; the file goes when the JVM ends.
            return;
        }
    }
}
