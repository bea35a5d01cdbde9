package dev.tierwise.eval.simulate;

import dev.tierwise.core.io.BadInputException;
import dev.tierwise.eval.simulate.RecordedRequest.Outcome;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A model provider that runs in this process, on loopback, without a model: OpenAI's and Anthropic's wire, answers that
 * follow from the request alone, and every {@link Fault} on demand. One virtual thread per connection. Thread-safe.
 */
public final class SimulatedProvider implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong connectionCount = new AtomicLong();
    private final RequestLog log = new RequestLog();
    private final Endpoints endpoints;

    /**
     * How to run.
     *
     * @param port 0 for a free one
     * @param pace time between the tokens of a stream; an answer that is no stream comes at once
     * @param replay recorded answers (see {@link Answers}), or null for made ones only
     */
    public record Options(int port, Duration pace, @Nullable Path replay) {
        public Options {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port " + port + " is not in 0..65535");
            }
            if (pace.isNegative()) {
                throw new IllegalArgumentException("pace " + pace + " is negative");
            }
        }

        /** A free port, no pace, made answers. */
        public static Options defaults() {
            return new Options(0, Duration.ZERO, null);
        }

        /** These options at another pace. */
        public Options withPace(Duration other) {
            return new Options(port, other, replay);
        }

        /** These options with recorded answers. */
        public Options withReplay(Path file) {
            return new Options(port, pace, file);
        }
    }

    private SimulatedProvider(ServerSocket server, Options options, Answers answers, LongSupplier nanoClock) {
        this.server = server;
        this.endpoints = new Endpoints(options.pace(), answers, log, this::openConnections, new FaultMemory(nanoClock));
    }

    /**
     * Listens from the moment it returns.
     *
     * @throws BadInputException where the port is taken or the recorded answers cannot be read
     */
    public static SimulatedProvider start(Options options) throws IOException {
        return start(options, System::nanoTime);
    }

    /** @param nanoClock tells how long ago a fault was first asked for */
    static SimulatedProvider start(Options options, LongSupplier nanoClock) throws IOException {
        Answers answers = options.replay() == null ? Answers.made() : Answers.recorded(options.replay());
        ServerSocket server = new ServerSocket();
        try {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()), BACKLOG);
        } catch (BindException e) {
            server.close();
            throw new BadInputException(
                    "port " + options.port() + " is taken: stop what listens there or give --port", e);
        }
        SimulatedProvider provider = new SimulatedProvider(server, options, answers, nanoClock);
        provider.threads.execute(provider::accept);
        return provider;
    }

    /** The port it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    /** {@code http://127.0.0.1:PORT}, without a slash at the end. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** What it saw, oldest first: the newest 10,000 requests or 64 million characters, whichever is less. */
    public List<RecordedRequest> requests() {
        return log.snapshot();
    }

    /** Forgets requests, and which faults have happened once. */
    public void clear() {
        endpoints.clear();
    }

    /** Connections that neither side has closed yet, idle ones included. */
    public int openConnections() {
        return connections.size();
    }

    /** Ends all connections and waits for their threads. */
    @Override
    public void close() throws IOException {
        server.close();
        for (HttpConnection connection : connections) {
            connection.close();
        }
        threads.shutdownNow();
        threads.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException | RejectedExecutionException e) {
                // A connection that failed while it was accepted is no reason to stop; a closed server ends the loop.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                HttpConnection connection = new HttpConnection(socket)) {
            connections.add(connection);
            try {
                serve(connection, connectionCount.incrementAndGet());
            } finally {
                connections.remove(connection);
            }
        } catch (IOException e) {
            // The client left, or spoke no HTTP: nobody to tell.
        }
    }

    private void serve(HttpConnection connection, long id) throws IOException {
        for (HttpRequest request = connection.read(); request != null; request = connection.read()) {
            if (request.path().equals(Endpoints.REQUESTS)) {
                endpoints.administer(connection, request);
            } else {
                RequestLog.Entry entry = log.add(request, id);
                try {
                    endpoints.answer(connection, request);
                    entry.finish(Outcome.DONE);
                } catch (IOException e) {
                    entry.finish(Outcome.CLIENT_LEFT);
                    throw e;
                }
            }
            if (connection.ended() || !request.keepAlive()) {
                return;
            }
        }
    }
}
