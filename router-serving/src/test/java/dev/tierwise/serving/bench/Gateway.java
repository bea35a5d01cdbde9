package dev.tierwise.serving.bench;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A system under test: something between the load and the mock provider, or nothing at all.
 *
 * @param version as it says itself
 * @param base what paths are appended to
 * @param headers that it needs to let a request through
 * @param process null for the direct way, which has none
 */
record Gateway(
        String name,
        String version,
        URI base,
        Map<String, String> headers,
        @Nullable Child process) implements AutoCloseable {

    /** Starts it in a folder of its own. */
    @FunctionalInterface
    interface Starter {
        Gateway start() throws IOException, InterruptedException;
    }

    double cpuSeconds() {
        return process == null ? 0 : process.cpuSeconds();
    }

    double residentMebibytes() {
        return process == null ? 0 : process.residentMebibytes();
    }

    String log() throws IOException {
        return process == null ? "" : process.log();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
