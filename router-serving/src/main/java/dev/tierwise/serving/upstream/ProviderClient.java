package dev.tierwise.serving.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** HTTP as this proxy needs it: one POST, cancellable from another thread in every phase. Thread-safe. */
public interface ProviderClient extends AutoCloseable {
    /**
     * Sends the call and blocks until the response's headers are there.
     *
     * @param onCancellable receives what breaks this call off, before anything is sent; may be run by any thread, at any time
     * @throws IOException where no response came, a cancelled call included
     */
    Answer post(Call call, Consumer<Runnable> onCancellable) throws IOException;

    /** How many connections there are at this moment. */
    default Connections connections() {
        return new Connections(0, 0);
    }

    /**
     * Connections to providers.
     *
     * @param leased in use by a call
     * @param idle kept for the next one
     */
    record Connections(int leased, int idle) {}

    /** Closes every connection. */
    @Override
    default void close() {}

    /**
     * One POST.
     *
     * @param provider whose connections it may take
     * @param headers in order; names may repeat
     * @param body JSON
     * @param connectTimeout until a connection is free, and until a new one stands
     * @param maxConnections how many of the provider's there may be
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Call(
            String provider,
            URI uri,
            List<Map.Entry<String, String>> headers,
            byte[] body,
            Duration connectTimeout,
            int maxConnections) {
        /** Without headers and query, both of which may hold secrets. */
        @Override
        public String toString() {
            return "POST " + uri.getHost() + uri.getPath();
        }
    }

    /** A response whose body is still to be read; closing it before the body's end breaks the connection off. */
    interface Answer extends AutoCloseable {
        int status();

        /** In order, names in lower case. */
        List<Map.Entry<String, String>> headers();

        /** Bytes that were announced for the body, packed as they came; negative where none were. */
        long length();

        InputStream body() throws IOException;

        @Override
        void close();
    }
}
