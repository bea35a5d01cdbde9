package dev.tierwise.serving.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider that answers every call with the same bytes, such as a real one was seen to send, and counts the calls. */
public final class ReplayedProvider implements AutoCloseable {
    private record Answer(int status, String type, String body) {}

    private final HttpServer server;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Answer answer = new Answer(404, "text/plain", "");

    private ReplayedProvider(HttpServer server) {
        this.server = server;
    }

    public static ReplayedProvider start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ReplayedProvider provider = new ReplayedProvider(server);
        server.createContext("/", provider::answer);
        server.start();
        return provider;
    }

    private void answer(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        exchange.getRequestBody().readAllBytes();
        Answer now = answer;
        exchange.getResponseHeaders().add("content-type", now.type);
        byte[] body = now.body.getBytes(UTF_8);
        exchange.sendResponseHeaders(now.status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** What to answer from now on; the count begins anew. */
    public void answer(int status, String body) {
        replay(new Answer(status, "application/json", body));
    }

    /** The same for a stream, each event given by its data. */
    public void stream(String... events) {
        StringBuilder body = new StringBuilder();
        for (String event : events) {
            body.append("data: ").append(event).append("\n\n");
        }
        replay(new Answer(200, "text/event-stream", body.toString()));
    }

    private void replay(Answer next) {
        answer = next;
        calls.set(0);
    }

    /** How often it was asked since it was told what to answer. */
    public int calls() {
        return calls.get();
    }

    /** Where it listens, without a path. */
    public String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
