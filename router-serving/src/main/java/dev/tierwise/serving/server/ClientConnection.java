package dev.tierwise.serving.server;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.jspecify.annotations.Nullable;

/**
 * The client's socket, looked at directly. While a handler runs, Jetty does not read from the connection and so does
 * not notice that the client closed it; one read that does not block tells. HTTP/1.1 without TLS only, which is all this
 * server speaks. Safe for the request's thread and the watch.
 */
final class ClientConnection {
    private final EndPoint endPoint;
    private final @Nullable SocketChannel channel;
    private volatile boolean gone;
    private volatile boolean readAhead;

    private ClientConnection(EndPoint endPoint) {
        this.endPoint = endPoint;
        this.channel = endPoint instanceof SocketChannelEndPoint socket ? socket.getChannel() : null;
    }

    /** The connection of a request whose body has been read to its end. */
    static ClientConnection of(HttpServletRequest request) {
        return new ClientConnection(ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint());
    }

    /** Whether the client has closed its side. */
    boolean isGone() {
        if (gone || readAhead || channel == null) {
            return gone;
        }
        try {
            int read = channel.read(ByteBuffer.allocate(1));
            gone = read < 0;
            readAhead = read > 0;
        } catch (IOException e) {
            gone = true;
        }
        return gone;
    }

    /**
     * Ends what must not be used again: a connection on which the next request had begun early, since a byte of it was
     * read here. HTTP lets a server close such a connection, and the client sends that request again.
     */
    void finish() {
        if (readAhead) {
            endPoint.close();
        }
    }

    /** Breaks off an answer that must not look whole. */
    void abort() {
        endPoint.close();
    }
}
