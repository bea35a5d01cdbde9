package dev.tierwise.core.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder that appears whole or not at all: it is filled under a hidden name beside its place and moved there by
 * {@link #commit}. Closing it without a commit, an exception, Ctrl-C or SIGTERM leave nothing behind, missing parents
 * that were made for it included. Thread-safe, since a signal is another thread.
 */
public final class StagedFolder implements AutoCloseable {
    private final Path target;
    private final Path staging;
    private final List<Path> missingParents;
    private final boolean replace;
    private final Thread onExit;
    private boolean done;

    private StagedFolder(Path target, Path staging, List<Path> missingParents, boolean replace) {
        this.target = target;
        this.staging = staging;
        this.missingParents = missingParents;
        this.replace = replace;
        this.onExit = new Thread(this::abandon, "delete-" + staging.getFileName());
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
        StagedFolder folder = new StagedFolder(place, staging, missing(parent), replace);
        // Before anything is made, so that a signal finds the hook wherever it finds a folder.
        Runtime.getRuntime().addShutdownHook(folder.onExit);
        try {
            Files.createDirectories(staging);
        } catch (IOException e) {
            folder.close();
            throw unwritable(target, e);
        }
        return folder;
    }

    /** A folder and its ancestors as far as they do not exist, deepest first. */
    private static List<Path> missing(Path folder) {
        List<Path> missing = new ArrayList<>();
        for (Path path = folder; path != null && !Files.exists(path); path = path.getParent()) {
            missing.add(path);
        }
        return List.copyOf(missing);
    }

    /** Writes one file of the folder. */
    public synchronized void write(String name, byte[] content) {
        requireOpen();
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
    public synchronized void commit() {
        requireOpen();
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
        abandon();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // The JVM is going down: the hook runs by itself and finds nothing more to delete.
            return;
        }
    }

    private synchronized void abandon() {
        if (done) {
            return;
        }
        done = true;
        try {
            delete(staging);
            for (Path parent : missingParents) {
                Files.deleteIfExists(parent);
            }
        } catch (DirectoryNotEmptyException e) {
            // Somebody else uses the parent by now.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireOpen() {
        if (done) {
            throw new IllegalStateException(target + " was committed or given up before");
        }
    }

    private static BadInputException unwritable(Path target, IOException e) {
        String problem = e.getMessage() == null ? e.toString() : e.getMessage();
        return new BadInputException(
                "cannot write " + target + ": " + problem + "; free some space or choose another --out", e);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }
}
