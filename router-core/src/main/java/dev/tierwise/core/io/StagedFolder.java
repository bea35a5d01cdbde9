package dev.tierwise.core.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder that appears whole or not at all: it is filled under a hidden name beside its place and moved there by
 * {@link #commit}. Closing it without a commit, an exception, Ctrl-C or SIGTERM leave nothing behind. Not thread-safe.
 */
public final class StagedFolder implements AutoCloseable {
    private final Path target;
    private final Path staging;
    private final boolean replace;
    private final Thread onExit;
    private boolean done;

    private StagedFolder(Path target, Path staging, boolean replace) {
        this.target = target;
        this.staging = staging;
        this.replace = replace;
        this.onExit = new Thread(() -> delete(staging), "delete-" + staging.getFileName());
    }

    /**
     * Begins to fill {@code target}.
     *
     * @param replace whether an existing folder may be replaced; it stays untouched until the commit
     * @throws BadInputException when it exists and may not be replaced, or nothing can be written there
     */
    public static StagedFolder at(Path target, boolean replace) {
        Path place = target.toAbsolutePath().normalize();
        if (Files.exists(place) && !replace) {
            throw new BadInputException(
                    target + " exists already: choose another --out, or pass --force to replace it");
        }
        if (Files.exists(place) && !Files.isDirectory(place)) {
            throw new BadInputException(target + " is a file, not a folder: choose another --out");
        }
        Path parent = place.getParent();
        if (parent == null) {
            throw new BadInputException(target + " is the root of the file system: choose a folder below it");
        }
        Path staging = parent.resolve("." + place.getFileName() + ".tmp-" + UUID.randomUUID());
        try {
            Files.createDirectories(staging);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
        StagedFolder folder = new StagedFolder(place, staging, replace);
        Runtime.getRuntime().addShutdownHook(folder.onExit);
        return folder;
    }

    /** Writes one file of the folder. */
    public void write(String name, byte[] content) {
        try {
            Files.write(staging.resolve(name), content);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** Where the files are until the commit. */
    public Path path() {
        return staging;
    }

    /** Moves the folder to its place. */
    public void commit() {
        Path old = staging.resolveSibling(staging.getFileName() + "-replaced");
        try {
            boolean replacing = replace && Files.exists(target);
            if (replacing) {
                Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            }
            try {
                Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                if (replacing) {
                    Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
                }
                throw e;
            }
            done = true;
            if (replacing) {
                delete(old);
            }
        } catch (IOException e) {
            throw unwritable(target, e);
        } finally {
            close();
        }
    }

    /** Deletes what was staged unless it was committed. */
    @Override
    public void close() {
        if (!done) {
            done = true;
            delete(staging);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // The JVM is going down: the hook runs by itself and finds nothing more to delete.
            return;
        }
    }

    private static BadInputException unwritable(Path target, IOException e) {
        String problem = e.getMessage() == null ? e.toString() : e.getMessage();
        return new BadInputException(
                "cannot write " + target + ": " + problem + "; free some space or choose another --out", e);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
