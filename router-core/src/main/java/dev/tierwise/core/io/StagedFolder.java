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
import org.jspecify.annotations.Nullable;

/**
 * Files that appear together or not at all: they are written to a hidden folder and moved to their place by
 * {@link #commit}. Closing it without a commit, an exception, Ctrl-C or SIGTERM leave nothing behind, missing folders
 * that were made for it included. Thread-safe, since a signal is another thread.
 */
public final class StagedFolder implements AutoCloseable {
    private final Path named;
    private final Path target;
    private final Path staging;
    private final List<Path> missingParents;
    private final boolean replace;
    private final Thread onExit;
    private boolean done;

    private StagedFolder(Path named, Path target, Path staging, boolean replace) {
        this.named = named;
        this.target = target;
        this.staging = staging;
        this.missingParents = missing(staging.getParent());
        this.replace = replace;
        this.onExit = new Thread(this::abandon, "delete-" + staging.getFileName());
    }

    /**
     * Begins to fill a folder that holds nothing else.
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
        return new StagedFolder(target, place, hidden(parent(target), "." + place.getFileName()), replace).begin();
    }

    /**
     * Begins to write files into a folder beside what else it holds; those of the same names are replaced at the commit.
     *
     * @throws BadInputException when nothing can be written there
     */
    public static StagedFolder into(Path folder) {
        Path place = folder.toAbsolutePath().normalize();
        return new StagedFolder(folder, place, hidden(place, ""), false).begin();
    }

    /** As {@link #into} the folder of a file, whose name is in the messages. */
    static StagedFolder beside(Path file) {
        Path folder = parent(file);
        if (Files.isDirectory(file)) {
            throw new BadInputException(file + " is a folder, not a file: choose another name");
        }
        return new StagedFolder(file, folder, hidden(folder, ""), false).begin();
    }

    private static Path parent(Path path) {
        Path parent = path.toAbsolutePath().normalize().getParent();
        if (parent == null) {
            throw new BadInputException(path + " is the root of the file system: choose a place below it");
        }
        return parent;
    }

    /** In the file system of what is written, since nothing is moved whole from one to another. */
    private static Path hidden(Path folder, String name) {
        return folder.resolve(name + ".tmp-" + UUID.randomUUID());
    }

    private StagedFolder begin() {
        Path above = missingParents.isEmpty()
                ? staging.getParent()
                : missingParents.getLast().getParent();
        if (above != null && !Files.isDirectory(above)) {
            throw new BadInputException(
                    "cannot write " + named + ": " + above + " is a file, not a folder; choose another place");
        }
        // Before anything is made, so that a signal finds the hook wherever it finds a folder.
        Runtime.getRuntime().addShutdownHook(onExit);
        try {
            Files.createDirectories(staging);
            return this;
        } catch (IOException e) {
            close();
            throw unwritable(e);
        }
    }

    /** A folder and its ancestors as far as they do not exist, deepest first. */
    private static List<Path> missing(@Nullable Path folder) {
        List<Path> missing = new ArrayList<>();
        for (Path path = folder; path != null && !Files.exists(path); path = path.getParent()) {
            missing.add(path);
        }
        return List.copyOf(missing);
    }

    /** Fills a file that is not yet at its place. */
    public interface Filling<T> {
        T fill(Path part) throws IOException;
    }

    /** Writes one file. */
    public synchronized void write(String name, byte[] content) {
        fill(name, part -> Files.write(part, content));
    }

    /**
     * Writes one file by a filling, and gives back what that gives. A signal does not wait for it.
     *
     * @throws BadInputException when it cannot be written, a full disk included, or when the filling says so
     */
    public <T> T fill(String name, Filling<T> filling) {
        requireOpen();
        try {
            return filling.fill(staging.resolve(name));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Where the files are until the commit. */
    public Path path() {
        return staging;
    }

    /** Moves what was written to its place. */
    public synchronized void commit() {
        requireOpen();
        try {
            if (staging.startsWith(target)) {
                moveFiles();
            } else {
                moveFolder();
            }
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            close();
        }
    }

    private void moveFiles() throws IOException {
        for (Path file : list(staging)) {
            Files.move(
                    file,
                    target.resolve(staging.relativize(file)),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void moveFolder() throws IOException {
        Path old = staging.resolveSibling(staging.getFileName() + "-replaced");
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

    private synchronized void requireOpen() {
        if (done) {
            throw new IllegalStateException(named + " was committed or given up before");
        }
    }

    private BadInputException unwritable(IOException e) {
        return new BadInputException(
                "cannot write " + named + ": " + IoReason.of(e) + "; free some space or choose another place", e);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
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
