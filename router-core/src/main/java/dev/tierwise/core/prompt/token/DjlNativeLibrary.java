package dev.tierwise.core.prompt.token;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where DJL may unpack its native library. Left alone it takes {@code ~/.djl.ai}, and looks for a CUDA build on the
 * network where the machine has a GPU. Its own switches (environment variables or system properties) go before ours.
 */
final class DjlNativeLibrary {
    private static final String ENGINE_CACHE = "ENGINE_CACHE_DIR";
    private static final String DJL_CACHE = "DJL_CACHE_DIR";
    private static final String FLAVOR = "RUST_FLAVOR";
    private static final String OFFLINE = "ai.djl.offline";

    private DjlNativeLibrary() {}

    /** Sets the system properties that DJL reads when its library is first loaded; later calls change nothing. */
    static synchronized void prepare() {
        if (!isSet(FLAVOR)) {
            System.setProperty(FLAVOR, "cpu");
        }
        if (System.getenv("DJL_OFFLINE") == null && System.getProperty(OFFLINE) == null) {
            System.setProperty(OFFLINE, "true");
        }
        if (!isSet(ENGINE_CACHE) && !isSet(DJL_CACHE) && !isWritable(Path.of(System.getProperty("user.home")))) {
            System.setProperty(ENGINE_CACHE, privateFolder().toString());
        }
    }

    private static boolean isSet(String name) {
        return System.getenv(name) != null || System.getProperty(name) != null;
    }

    /** Tries it: permissions alone do not tell a read-only mount, a full disk or a home that is not there. */
    private static boolean isWritable(Path home) {
        Path cache = home.resolve(".djl.ai");
        try {
            Files.createDirectories(cache);
            Files.delete(Files.createTempFile(cache, "probe", null));
            return true;
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    /** Readable by this user alone, since what lies there is loaded as code; gone when the JVM ends. */
    private static Path privateFolder() {
        try {
            Path folder = Files.createTempDirectory("tierwise-djl-");
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> delete(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "neither the home directory nor java.io.tmpdir can be written to; set " + ENGINE_CACHE
                            + " to a folder that can",
                    e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // A loaded library cannot be deleted on Windows; the system's own clean-up of its temporary folder will.
        }
    }
}
