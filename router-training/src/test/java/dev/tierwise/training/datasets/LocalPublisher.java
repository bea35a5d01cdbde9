package dev.tierwise.training.datasets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A real HTTP server on a free port of the loopback, in place of a public address. */
final class LocalPublisher implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    private interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    LocalPublisher() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.createContext("/", this::answer);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** The paths that were asked for, in order. */
    List<String> asked() {
        return asked;
    }

    LocalPublisher publish(String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        answers.put(path, exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        });
        return this;
    }

    LocalPublisher redirect(String path, String to) {
        answers.put(path, exchange -> {
            exchange.getResponseHeaders().add("Location", base().resolve(to).toString());
            exchange.sendResponseHeaders(302, -1);
        });
        return this;
    }

    /** Promises more bytes than it sends, and hangs up. */
    LocalPublisher breakOff(String path) {
        answers.put(path, LocalPublisher::begin);
        return this;
    }

    /** Begins an answer and then says nothing more until the publisher is closed. */
    LocalPublisher stall(String path) {
        answers.put(path, exchange -> {
            begin(exchange);
            closing.await();
        });
        return this;
    }

    private static void begin(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody().write("prompt".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        asked.add(path);
        try (exchange) {
            Answer answer = answers.get(path);
            if (answer == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                answer.to(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
