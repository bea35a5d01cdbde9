package dev.tierwise.training.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A public address. Redirects are followed, but never from https to http. */
final class HttpSource implements Source {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final URI base;
    private final Duration idle;
    private final HttpClient client;

    HttpSource(URI base) {
        this(base, IDLE);
    }

    /**
     * A source at an address.
     *
     * @param base ends with a slash
     * @param idle how long the other side may send nothing, before its answer begins and while it runs
     */
    HttpSource(URI base, Duration idle) {
        this.base = base;
        this.idle = idle;
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    @Override
    public void copy(String path, OutputStream to) throws IOException {
        HttpResponse<InputStream> response = ask(path);
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw failed(path, "it answered " + response.statusCode(), null);
            }
            relay(path, body, to);
        }
    }

    private HttpResponse<InputStream> ask(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(idle).build();
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw failed(path, reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(path, "it was interrupted", e);
        }
    }

    /** The request's own timeout ends with the headers, so a guard watches the body. */
    private void relay(String path, InputStream body, OutputStream to) throws IOException {
        try (IdleGuard guard = new IdleGuard(body, idle)) {
            byte[] buffer = new byte[1 << 16];
            while (true) {
                int count;
                try {
                    count = body.read(buffer);
                } catch (IOException e) {
                    throw failed(path, guard.fired ? silence() : reason(e), e);
                }
                if (guard.fired) {
                    throw failed(path, silence(), null);
                }
                if (count < 0) {
                    return;
                }
                guard.read.addAndGet(count);
                to.write(buffer, 0, count);
            }
        }
    }

    private String silence() {
        return "nothing came for " + idle.toSeconds() + " s";
    }

    private static String reason(IOException e) {
        String name = e.getClass().getSimpleName();
        return e.getMessage() == null ? name : name + ": " + e.getMessage();
    }

    private SourceException failed(String path, String why, @Nullable Throwable cause) {
        return new SourceException(
                "cannot fetch " + address(path) + " (" + why + "); try again, or get the files another way and name"
                        + " their folder with --mirror DIR",
                cause);
    }

    @Override
    public String address(String path) {
        return base.resolve(path).toString();
    }

    @Override
    public void close() {
        // Not close(), which waits for answers that nobody reads any more.
        client.shutdownNow();
    }

    /** Closes a body from which nothing was read for too long, so that the reader wakes up. */
    private static final class IdleGuard implements AutoCloseable {
        private final AtomicLong read = new AtomicLong();
        private final Thread thread;
        private volatile boolean fired;

        IdleGuard(InputStream body, Duration idle) {
            this.thread = Thread.ofVirtual().start(() -> watch(body, idle));
        }

        private void watch(InputStream body, Duration idle) {
            try {
                long before;
                do {
                    before = read.get();
                    Thread.sleep(idle);
                } while (read.get() != before);
                fired = true;
                body.close();
            } catch (InterruptedException | IOException e) {
                // Interrupted: the body was read to its end. Closing failed: the reader is awake already.
                return;
            }
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}
