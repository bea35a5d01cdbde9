package dev.tierwise.serving.server;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.serving.config.Config;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Supplier;

/**
 * Loads the configuration again on SIGHUP and when its file changes. A file that does not stand the checks changes
 * nothing and is complained about once. The file is looked at rather than watched, since mounts and editors replace
 * files in ways that file system events miss.
 */
public final class ConfigWatch implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 250;

    private record Stamp(long millis, long size, Object key) {}

    private final Path file;
    private final Supplier<Config> loader;
    private final ProxyServer server;
    private final PrintStream console;
    private final Thread thread;
    private volatile boolean open = true;
    private volatile boolean asked;

    /** Starts looking; the server runs with what the file says now. */
    public ConfigWatch(Path file, Supplier<Config> loader, ProxyServer server, PrintStream console) {
        this.file = file;
        this.loader = loader;
        this.server = server;
        this.console = console;
        Stamp start = stamp();
        this.thread = Thread.ofPlatform().name("config-watch").daemon().start(() -> run(start));
        OsSignals.on("HUP", () -> asked = true);
    }

    private void run(Stamp start) {
        Stamp loaded = start;
        Stamp before = start;
        while (open) {
            try {
                Thread.sleep(LOOK_EVERY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            Stamp now = stamp();
            // One that is still being written may be half a file, and half a file a whole configuration.
            boolean still = now.equals(before);
            before = now;
            if (still && (asked || !now.equals(loaded))) {
                asked = false;
                loaded = now;
                reload();
            }
        }
    }

    private void reload() {
        try {
            boolean whole = server.reload(loader.get());
            console.println("configuration reloaded from " + file
                    + (whole ? "" : "; changes to server, limits, log and telemetry wait for a restart"));
        } catch (BadInputException e) {
            console.println("configuration NOT reloaded, the old one stays in force:\n" + e.getMessage());
        } catch (RuntimeException | Error e) {
            console.println("configuration NOT reloaded, the old one stays in force: "
                    + e.getClass().getName());
        }
    }

    private Stamp stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Object key = attributes.fileKey();
            return new Stamp(attributes.lastModifiedTime().toMillis(), attributes.size(), key == null ? "" : key);
        } catch (IOException e) {
            return new Stamp(0, 0, "absent");
        }
    }

    @Override
    public void close() {
        open = false;
        thread.interrupt();
    }
}
